import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
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
    trustedProxies: readonly string[];
    allowedOrigins: readonly string[];
    requestsPerMinute: number;
    /** The built web app. */
    webDirectory: string;
  };
  store: { kind: 'embedded'; directory: string };
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

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BCRYPT_COST = 12;

/** Merges the sources, the first that says something winning. @throws ConfigError */
export function toConfig(sources: readonly Source[], surroundings: Surroundings): Config {
  const faults = sources.flatMap((source) => source.faults);
  const entries = settingNames.map((name) => {
    const written = sources.map((source) => source.values[name]).find((value) => value !== undefined);
    return [name, written ? toValue(settings[name], written, faults) : settings[name].default];
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return deepFreeze(arrange(Object.fromEntries(entries) as Values, surroundings));
}

function arrange(values: Values, surroundings: Surroundings): Config {
  const dataDirectory = values.data === '' ? surroundings.dataDirectory : values.data;
  return {
    http: {
      host: values.host,
      port: values.port,
      publicUrl: values.publicUrl === '' ? null : withoutSlash(values.publicUrl),
      trustedProxies: values.trustProxy,
      allowedOrigins: values.allowedOrigins.map(withoutSlash),
      requestsPerMinute: values.requestsPerMinute,
      webDirectory: surroundings.webDirectory,
    },
    store: { kind: 'embedded', directory: dataDirectory },
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

function toValue(setting: Setting, written: WrittenValue, faults: string[]): unknown {
  const result = setting.schema.safeParse(written.value);
  if (!result.success) {
    const shown = setting.isSecret ? 'not valid' : JSON.stringify(written.value);
    faults.push(`${written.place} is ${shown}: write ${setting.expects}.`);
    return setting.default;
  }
  if (!setting.isPath) return result.data;
  const toAbsolute = (path: string) => absolutePath(path, written.directory);
  return Array.isArray(result.data) ? result.data.map(toAbsolute) : toAbsolute(String(result.data));
}

/** Files and compose files have no shell that would expand `~`. */
export function absolutePath(path: string, directory: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? resolve(path) : resolve(directory, path);
}

const withoutSlash = (origin: string): string => origin.replace(/\/$/, '');

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  return Object.freeze(value);
}
