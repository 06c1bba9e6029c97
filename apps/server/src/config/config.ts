import { availableParallelism, homedir, hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type AnalysisHours, parseAnalysisHours } from '#models/analysis-hours.ts';
import { Secret } from './secrets.ts';
import { settingNames, settings, type Setting, type SettingName, type SettingValue } from './settings.ts';
import type { Source, WrittenValue } from './sources.ts';

/** Everything that can be configured, checked and frozen; each section goes to whoever needs it. */
export interface Config {
  http: {
    host: string;
    port: number;
    /** Origin without a trailing slash. */
    publicUrl: string | null;
    /** Before addresses of media; null for paths of this server. */
    mediaOrigin: string | null;
    trustedProxies: readonly string[];
    allowedOrigins: readonly string[];
    requestsPerMinute: number;
    /** Who sends files of music: this process, or NGINX before it by X-Accel-Redirect. */
    mediaDelivery: SettingValue<'mediaDelivery'>;
    /** Covers can be read without signing in, and kept by proxies. */
    hasPublicCovers: boolean;
    /** How it stops: how long it still takes requests, and how long answers under way may take after that. */
    drainDelayMs: number;
    stopGraceMs: number;
    /** The built web app. */
    webDirectory: string;
  };
  /** Names this process among several. */
  instanceId: string;
  store: EmbeddedStore | ServerStores;
  s3: S3Access | null;
  /** Resized covers and encoded sound: a folder or `s3://bucket/prefix`. */
  cacheLocation: string;
  analysis: { hours: AnalysisHours };
  /** How much is encoded at once, in all and for one user; `cacheBytes` bounds what is kept of it on a disk. */
  transcoding: { jobs: number; jobsPerUser: number; cacheBytes: number };
  /** `ffmpegPath` null: looked for. */
  transcoder: { backend: SettingValue<'transcoder'>; ffmpegPath: string | null };
  uploads: {
    location: string;
    /** Where unfinished ones gather, and whether all servers see the same ones there. */
    partsDirectory: string;
    arePartsShared: boolean;
    /** Not the default, which lies in the data folder that each of several servers has of its own. */
    isShared: boolean;
    quotaBytes: number;
    maxFileBytes: number;
  };
  /** `playMonths` 0 keeps plays for ever. */
  retention: { requestDays: number; eventDays: number; playMonths: number };
  /** Keys, caches and the demo album live here too. */
  dataDirectory: string;
  music: { directories: readonly string[]; scanIntervalMinutes: number; isWatching: boolean };
  auth: {
    keyRotationMs: number;
    accessTokenMs: number;
    mediaTokenMs: number;
    refreshTokenMs: number;
    bcryptCost: number;
  };
  log: { level: SettingValue<'logLevel'>; format: SettingValue<'logFormat'> };
  secrets: { metricsToken: Secret | null };
  isProduction: boolean;
}

export interface EmbeddedStore {
  kind: 'embedded';
  directory: string;
}

export interface ServerStores {
  kind: 'servers';
  mongodbUrl: Secret;
  postgresUrl: Secret;
  redisUrl: Secret;
  redisPrefix: string;
}

export interface S3Access {
  /** Null is Amazon's, by region. */
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: Secret;
  isPathStyle: boolean;
  /** Players are sent to the bucket by a signed address. */
  isPlayedDirectly: boolean;
}

/** What is so by the place the program runs in, not by configuration. */
export interface Surroundings {
  dataDirectory: string;
  webDirectory: string;
  isProduction: boolean;
}

/** Carries every fault that was found, each naming its place and what to write instead. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

type Values = { [N in SettingName]: SettingValue<N> };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BCRYPT_COST = 12;
const MEGABYTE = 1_000_000;

/** Merges the sources, the first that says something winning. @throws ConfigError */
export function toConfig(sources: readonly Source[], surroundings: Surroundings): Config {
  const faults = sources.flatMap((source) => source.faults);
  const entries = settingNames.map((name) => {
    const written = sources.map((source) => source.values[name]).find((value) => value !== undefined);
    return [name, written ? toValue(settings[name], written, faults) : settings[name].default];
  });
  const values = Object.fromEntries(entries) as Values;
  if (faults.length === 0) faults.push(...findContradictions(values));
  if (faults.length > 0) throw new ConfigError(faults);
  return deepFreeze(arrange(values, surroundings));
}

function arrange(values: Values, surroundings: Surroundings): Config {
  const dataDirectory = values.data === '' ? surroundings.dataDirectory : values.data;
  return {
    http: {
      host: values.host,
      port: values.port,
      publicUrl: values.publicUrl === '' ? null : withoutSlash(values.publicUrl),
      mediaOrigin: values.mediaOrigin === '' ? null : withoutSlash(values.mediaOrigin),
      trustedProxies: values.trustProxy,
      allowedOrigins: values.allowedOrigins.map(withoutSlash),
      requestsPerMinute: values.requestsPerMinute,
      mediaDelivery: values.mediaDelivery,
      hasPublicCovers: values.publicCovers,
      drainDelayMs: values.drainDelaySeconds * SECOND_MS,
      stopGraceMs: values.stopGraceSeconds * SECOND_MS,
      webDirectory: surroundings.webDirectory,
    },
    instanceId: values.instance === '' ? `${hostname()}-${process.pid}` : values.instance,
    store: arrangeStore(values, dataDirectory),
    s3: arrangeS3(values),
    cacheLocation: values.cache === '' ? join(dataDirectory, 'cache') : values.cache,
    analysis: { hours: parseAnalysisHours(values.analysisHours) ?? 'off' },
    transcoding: {
      jobs: values.transcodeJobs === 0 ? Math.max(2, availableParallelism()) : values.transcodeJobs,
      jobsPerUser: values.transcodeJobsPerUser,
      cacheBytes: values.transcodeCacheMb * MEGABYTE,
    },
    transcoder: { backend: values.transcoder, ffmpegPath: values.ffmpeg === '' ? null : values.ffmpeg },
    uploads: arrangeUploads(values, dataDirectory),
    retention: { requestDays: values.requestLogDays, eventDays: values.eventDays, playMonths: values.playMonths },
    dataDirectory,
    music: {
      directories: [...new Set(values.music)],
      scanIntervalMinutes: values.scanIntervalMinutes,
      isWatching: values.isWatching,
    },
    auth: {
      keyRotationMs: values.keyRotationDays * DAY_MS,
      accessTokenMs: 10 * MINUTE_MS,
      mediaTokenMs: 60 * MINUTE_MS,
      refreshTokenMs: values.sessionDays * DAY_MS,
      bcryptCost: BCRYPT_COST,
    },
    log: { level: values.logLevel, format: values.logFormat },
    secrets: { metricsToken: values.metricsToken === '' ? null : new Secret(values.metricsToken) },
    isProduction: surroundings.isProduction,
  };
}

const DATABASES = ['mongodbUrl', 'postgresUrl', 'redisUrl'] as const;

/** What no single setting can tell. */
function findContradictions(values: Values): string[] {
  const absent = DATABASES.filter((name) => values[name] === '').map((name) => settings[name].env);
  const isHalfway = absent.length > 0 && absent.length < DATABASES.length;
  const isBucketUsed = [values.cache, values.uploads, ...values.music].some(isBucket);
  return [
    ...(isHalfway
      ? [`MongoDB, PostgreSQL and Redis are used together: set ${absent.join(' and ')} too, or none of the three.`]
      : []),
    ...((values.s3AccessKey === '') === (values.s3SecretKey === '')
      ? []
      : ['JETSTREAM_S3_ACCESS_KEY and JETSTREAM_S3_SECRET_KEY belong together: set both or none.']),
    ...(isBucketUsed && values.s3AccessKey === ''
      ? [
          'A bucket (s3://…) is named, but there is no key for it: set JETSTREAM_S3_ACCESS_KEY and JETSTREAM_S3_SECRET_KEY.',
        ]
      : []),
    ...(values.uploadParts !== '' && !isBucket(values.uploads)
      ? ['JETSTREAM_UPLOAD_PARTS is for uploads in a bucket: in a folder they gather inside of it.']
      : []),
    ...(values.mediaDelivery === 'nginx' && values.trustProxy.length === 0
      ? [
          'JETSTREAM_MEDIA_DELIVERY=nginx needs JETSTREAM_TRUST_PROXY: files are handed to the proxies named there only.',
        ]
      : []),
  ];
}

function arrangeStore(values: Values, directory: string): Config['store'] {
  if (values.mongodbUrl === '') return { kind: 'embedded', directory };
  return {
    kind: 'servers',
    mongodbUrl: new Secret(values.mongodbUrl),
    postgresUrl: new Secret(values.postgresUrl),
    redisUrl: new Secret(values.redisUrl),
    redisPrefix: values.redisPrefix,
  };
}

function arrangeUploads(values: Values, dataDirectory: string): Config['uploads'] {
  const location = values.uploads === '' ? join(dataDirectory, 'uploads') : values.uploads.replace(/(?<=.)\/+$/, '');
  const isAlone = values.mongodbUrl === '';
  const rest = {
    isShared: isAlone || values.uploads !== '',
    quotaBytes: values.uploadQuotaMb * MEGABYTE,
    maxFileBytes: values.uploadFileMb * MEGABYTE,
  };
  // Inside the library, so that moving a file is no copy; hidden, so that scans pass over it.
  if (!isBucket(location))
    return { location, partsDirectory: join(location, '.incoming'), arePartsShared: true, ...rest };
  const partsDirectory = values.uploadParts === '' ? join(dataDirectory, 'incoming') : values.uploadParts;
  return { location, partsDirectory, arePartsShared: isAlone || values.uploadParts !== '', ...rest };
}

function arrangeS3(values: Values): S3Access | null {
  if (values.s3AccessKey === '') return null;
  return {
    endpoint: values.s3Endpoint === '' ? null : withoutSlash(values.s3Endpoint),
    region: values.s3Region,
    accessKeyId: values.s3AccessKey,
    secretAccessKey: new Secret(values.s3SecretKey),
    isPathStyle: values.s3PathStyle,
    isPlayedDirectly: values.s3DirectPlay,
  };
}

const isBucket = (path: string): boolean => path.startsWith('s3://');

function toValue(setting: Setting, written: WrittenValue, faults: string[]): unknown {
  const result = setting.schema.safeParse(written.value);
  if (!result.success) {
    const shown = setting.isSecret ? 'not valid' : JSON.stringify(written.value);
    faults.push(`${written.place} is ${shown}: write ${setting.expects}.`);
    return setting.default;
  }
  if (!setting.isPath) return result.data;
  const toAbsolute = (path: string) => absolutePath(path, written.directory);
  if (Array.isArray(result.data)) return result.data.map(toAbsolute);
  return result.data === '' ? '' : toAbsolute(String(result.data));
}

/** Files and compose files have no shell that would expand `~`. */
export function absolutePath(path: string, directory: string): string {
  if (isBucket(path)) return path;
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? resolve(path) : resolve(directory, path);
}

const withoutSlash = (origin: string): string => origin.replace(/\/$/, '');

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  return Object.freeze(value);
}
