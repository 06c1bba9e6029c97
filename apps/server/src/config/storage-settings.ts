import { z } from 'zod';
import { define, flag, wholeNumber } from './setting.ts';

const address = (schemes: RegExp) =>
  z.union([z.literal(''), z.string().refine((text) => URL.canParse(text) && schemes.test(new URL(text).protocol))]);
/** MongoDB's addresses may name several hosts, which URL does not read. */
const mongodbAddress = z.union([z.literal(''), z.string().regex(/^mongodb(?:\+srv)?:\/\/[^/\s]+(?:\/\S*)?$/)]);
const folder = z.string().regex(/^(?!\w+:\/\/)/);
const location = z.union([z.string().regex(/^s3:\/\/[^/\s]+(?:\/.*)?$/), folder]);

/** Where everything is kept: the databases of several servers, objects, uploads and how long things stay. */
export const storageSettings = {
  mongodbUrl: define<string>({
    description:
      'MongoDB for users and the catalogue; needs PostgreSQL and Redis too. Without the three, everything is kept in the data folder.',
    expects: 'an address such as mongodb://user:password@db.example.org/jetstream',
    schema: mongodbAddress,
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_MONGODB_URL',
    isSecret: true,
  }),
  postgresUrl: define<string>({
    description: 'PostgreSQL for plays, events and statistics.',
    expects: 'an address such as postgres://user:password@db.example.org/jetstream',
    schema: address(/^postgres(?:ql)?:$/),
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_POSTGRES_URL',
    isSecret: true,
  }),
  redisUrl: define<string>({
    description: 'Redis for sessions, jobs, the cache of answers and events between servers.',
    expects: 'an address such as redis://:password@cache.example.org:6379/0 or rediss:// for TLS',
    schema: address(/^rediss?:$/),
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_REDIS_URL',
    isSecret: true,
  }),
  redisPrefix: define<string>({
    description: 'What all keys in Redis begin with, when several installations share one.',
    expects: 'letters, digits, - and _',
    schema: z.string().regex(/^[\w-]+$/),
    default: 'jetstream',
    env: 'JETSTREAM_REDIS_PREFIX',
  }),
  instance: define<string>({
    description: 'Name of this server among several, in logs and jobs.',
    expects: 'letters, digits, ., - and _',
    schema: z.union([z.literal(''), z.string().regex(/^[\w.-]{1,64}$/)]),
    default: '',
    defaultText: 'the host name and process number',
    env: 'JETSTREAM_INSTANCE',
  }),
  s3AccessKey: define<string>({
    description: 'Access key id for buckets; with it, folders may be written as s3://bucket/prefix.',
    expects: 'the id of an access key',
    schema: z.string(),
    default: '',
    defaultText: 'none: no buckets',
    env: 'JETSTREAM_S3_ACCESS_KEY',
  }),
  s3SecretKey: define<string>({
    description: 'Secret of that access key.',
    expects: 'the secret of the access key',
    schema: z.string(),
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_S3_SECRET_KEY',
    isSecret: true,
  }),
  s3Endpoint: define<string>({
    description: 'Address of the S3 service, when it is not that of Amazon.',
    expects: 'an address such as https://s3.example.org',
    schema: address(/^https?:$/),
    default: '',
    defaultText: "Amazon's, by region",
    env: 'JETSTREAM_S3_ENDPOINT',
  }),
  s3Region: define<string>({
    description: 'Region of the buckets.',
    expects: 'a region such as eu-central-1',
    schema: z.string().regex(/^[\w-]+$/),
    default: 'us-east-1',
    env: 'JETSTREAM_S3_REGION',
  }),
  s3PathStyle: define<boolean>({
    description:
      'Write the bucket into the path (true, as most servers of one’s own want it) or into the host name (false, as Amazon does).',
    expects: 'true or false',
    schema: flag,
    default: false,
    env: 'JETSTREAM_S3_PATH_STYLE',
  }),
  s3DirectPlay: define<boolean>({
    description: 'Send players to the bucket by a signed address instead of passing the sound through.',
    expects: 'true or false',
    schema: flag,
    default: false,
    env: 'JETSTREAM_S3_DIRECT_PLAY',
  }),
  mediaDelivery: define<'node' | 'nginx'>({
    description:
      'Who sends files of music: JetStream itself (node), or NGINX before it, by X-Accel-Redirect to /_media/ (nginx).',
    expects: 'one of node, nginx',
    schema: z.enum(['node', 'nginx']),
    default: 'node',
    env: 'JETSTREAM_MEDIA_DELIVERY',
  }),
  publicCovers: define<boolean>({
    description:
      'Show covers to whoever knows their address, without signing in, so that proxies and CDNs may keep them.',
    expects: 'true or false',
    schema: flag,
    default: false,
    env: 'JETSTREAM_PUBLIC_COVERS',
  }),
  cache: define<string>({
    description:
      'Where resized covers and encoded sound are kept: a folder or s3://bucket/prefix. It can be deleted at any time.',
    expects: 'the path of a folder, or s3://bucket/prefix',
    schema: z.union([z.literal(''), location]),
    default: '',
    defaultText: 'cache, in the data folder',
    env: 'JETSTREAM_CACHE',
    isPath: true,
  }),
  uploads: define<string>({
    description:
      'Where uploaded music is kept: a folder that all servers share, or s3://bucket/prefix. It is a library like any other.',
    expects: 'the path of a folder, or s3://bucket/prefix',
    schema: z.union([z.literal(''), location]),
    default: '',
    defaultText: 'uploads, in the data folder',
    env: 'JETSTREAM_UPLOADS',
    isPath: true,
  }),
  uploadParts: define<string>({
    description:
      'Where unfinished uploads to a bucket gather: with several servers a folder that they share, so that any of them can go on with any upload.',
    expects: 'the path of a folder',
    schema: z.union([z.literal(''), folder]),
    default: '',
    defaultText: 'incoming, in the data folder',
    env: 'JETSTREAM_UPLOAD_PARTS',
    isPath: true,
  }),
  uploadQuotaMb: define<number>({
    description: 'Megabytes that one user may upload in all.',
    expects: 'a number of megabytes from 0 to 100000000',
    schema: wholeNumber(0, 100_000_000),
    default: 50_000,
    env: 'JETSTREAM_UPLOAD_QUOTA_MB',
  }),
  uploadFileMb: define<number>({
    description: 'Megabytes that one uploaded file may have.',
    expects: 'a number of megabytes from 1 to 100000',
    schema: wholeNumber(1, 100_000),
    default: 2000,
    env: 'JETSTREAM_UPLOAD_FILE_MB',
  }),
  requestLogDays: define<number>({
    description: 'Days for which the log of requests is kept; its sums stay.',
    expects: 'a number of days from 1 to 3650',
    schema: wholeNumber(1, 3650),
    default: 30,
    env: 'JETSTREAM_REQUEST_LOG_DAYS',
  }),
  eventDays: define<number>({
    description: 'Days for which events (sign-ins, scans, uploads) are kept.',
    expects: 'a number of days from 1 to 36500',
    schema: wholeNumber(1, 36_500),
    default: 365,
    env: 'JETSTREAM_EVENT_DAYS',
  }),
  playMonths: define<number>({
    description: 'Months for which single plays are kept, 0 for ever; their sums stay.',
    expects: 'a number of months from 0 to 1200',
    schema: wholeNumber(0, 1200),
    default: 0,
    env: 'JETSTREAM_PLAY_MONTHS',
  }),
} as const;
