import { z } from 'zod';
import { define, flag, isNetwork, NAMED_NETWORKS, origin, texts, wholeNumber } from './setting.ts';
import { playbackSettings } from './playback-settings.ts';
import { storageSettings } from './storage-settings.ts';
import { transcoderSettings } from './transcoder-settings.ts';

export type { Setting } from './setting.ts';

export const settings = {
  music: define<string[]>({
    description: 'Folders with music.',
    expects: 'the path of a folder',
    schema: texts,
    default: [],
    defaultText: 'none: chosen in the app',
    env: 'JETSTREAM_MUSIC',
    option: '--music',
    placeholder: 'DIR',
    isList: true,
    isPath: true,
  }),
  port: define<number>({
    description: 'Port to listen on; 0 takes a free one.',
    expects: 'a port number from 0 to 65535',
    schema: wholeNumber(0, 65_535),
    default: 4747,
    env: 'JETSTREAM_PORT',
    option: '--port',
    placeholder: 'NUMBER',
  }),
  host: define<string>({
    description: 'Address to listen on; 127.0.0.1 keeps JetStream to this machine.',
    expects: 'an IP address or host name of this machine',
    schema: z.string().regex(/^[A-Za-z0-9.:_%-]+$/),
    default: '0.0.0.0',
    env: 'JETSTREAM_HOST',
    option: '--host',
    placeholder: 'ADDRESS',
  }),
  data: define<string>({
    description: 'Folder for everything that JetStream keeps; made when absent.',
    expects: 'the path of a folder',
    schema: z.string().min(1),
    default: '',
    defaultText: 'data, beside package.json',
    env: 'JETSTREAM_DATA',
    option: '--data',
    placeholder: 'DIR',
    isPath: true,
    isOutsideFile: true,
  }),
  config: define<string>({
    description: 'Configuration file (JSON).',
    expects: 'the path of a JSON file',
    schema: z.string().min(1),
    default: '',
    defaultText: 'jetstream.config.json in the working directory or the data folder, if there',
    env: 'JETSTREAM_CONFIG',
    option: '--config',
    placeholder: 'FILE',
    isPath: true,
    isOutsideFile: true,
  }),
  logLevel: define<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    description: 'How much to log: fatal, error, warn, info, debug, trace or silent.',
    expects: 'one of fatal, error, warn, info, debug, trace, silent',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    env: 'JETSTREAM_LOG_LEVEL',
    option: '--log-level',
    placeholder: 'LEVEL',
  }),
  logFormat: define<'auto' | 'text' | 'json'>({
    description:
      'Lines for people (text) or for programs (json); auto is text, and json in production without a terminal.',
    expects: 'one of auto, text, json',
    schema: z.enum(['auto', 'text', 'json']),
    default: 'auto',
    env: 'JETSTREAM_LOG_FORMAT',
  }),
  publicUrl: define<string>({
    description: 'Address under which people reach JetStream, when a proxy stands before it.',
    expects: 'an origin such as https://music.example.org, without a path',
    schema: z.union([z.literal(''), origin]),
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_PUBLIC_URL',
  }),
  mediaOrigin: define<string>({
    description:
      'Origin from which music is fetched by signed addresses, when a CDN before this server has one of its own; it passes /media/ on.',
    expects: 'an origin such as https://media.example.org, without a path',
    schema: z.union([z.literal(''), origin]),
    default: '',
    defaultText: 'that of JetStream',
    env: 'JETSTREAM_MEDIA_ORIGIN',
  }),
  trustProxy: define<string[]>({
    description: 'Proxies whose X-Forwarded headers are believed.',
    expects: 'IP addresses or networks such as 10.0.0.0/8, or loopback, linklocal, uniquelocal, separated by commas',
    schema: z.array(z.string().refine((text) => NAMED_NETWORKS.includes(text) || isNetwork(text))),
    default: [],
    defaultText: 'none',
    env: 'JETSTREAM_TRUST_PROXY',
    isList: true,
  }),
  allowedOrigins: define<string[]>({
    description: 'Other web origins whose pages may use the API.',
    expects: 'origins such as https://app.example.org, separated by commas',
    schema: z.array(origin),
    default: [],
    defaultText: 'none',
    env: 'JETSTREAM_ALLOWED_ORIGINS',
    isList: true,
  }),
  scanIntervalMinutes: define<number>({
    description: 'Minutes between scans of all folders; 0 for none.',
    expects: 'a number of minutes from 0 to 10080',
    schema: wholeNumber(0, 10_080),
    default: 60,
    env: 'JETSTREAM_SCAN_INTERVAL_MINUTES',
  }),
  isWatching: define<boolean>({
    description: 'Watch the folders, so that new files appear at once.',
    expects: 'true or false',
    schema: flag,
    default: true,
    env: 'JETSTREAM_WATCH',
  }),
  requestsPerMinute: define<number>({
    description: 'Requests that one user may make in a minute; 0 for no limit.',
    expects: 'a number from 0 to 1000000',
    schema: wholeNumber(0, 1_000_000),
    default: 30_000,
    env: 'JETSTREAM_REQUESTS_PER_MINUTE',
  }),
  keyRotationDays: define<number>({
    description: 'Days after which a new key signs the tokens.',
    expects: 'a number of days from 1 to 365',
    schema: wholeNumber(1, 365),
    default: 30,
    env: 'JETSTREAM_KEY_ROTATION_DAYS',
  }),
  sessionDays: define<number>({
    description: 'Days without use after which a device is signed out.',
    expects: 'a number of days from 1 to 3650',
    schema: wholeNumber(1, 3650),
    default: 30,
    env: 'JETSTREAM_SESSION_DAYS',
  }),
  metricsToken: define<string>({
    description: 'Opens /metrics to whoever sends it as a bearer token; without it there is no /metrics.',
    expects: 'at least 16 characters without spaces',
    schema: z.string().regex(/^[\x21-\x7e]{16,}$/),
    default: '',
    defaultText: 'none',
    env: 'JETSTREAM_METRICS_TOKEN',
    isSecret: true,
  }),
  drainDelaySeconds: define<number>({
    description:
      'Seconds for which a server that was told to stop still takes requests, while /ready says 503: balancers notice meanwhile.',
    expects: 'a number of seconds from 0 to 300',
    schema: wholeNumber(0, 300),
    default: 0,
    env: 'JETSTREAM_DRAIN_DELAY_SECONDS',
  }),
  stopGraceSeconds: define<number>({
    description: 'Seconds that answers under way, such as songs, may take when the server stops.',
    expects: 'a number of seconds from 0 to 3600',
    schema: wholeNumber(0, 3600),
    default: 10,
    env: 'JETSTREAM_STOP_GRACE_SECONDS',
  }),
  ...transcoderSettings,
  ...storageSettings,
  ...playbackSettings,
} as const;

export type Settings = typeof settings;
export type SettingName = keyof Settings;
export type SettingValue<N extends SettingName> = Settings[N]['default'];
export const settingNames = Object.keys(settings) as SettingName[];
