import { readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { nearestName } from './nearest-name.ts';
import { settingNames, settings, type Setting } from './settings.ts';
import type { Source } from './sources.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'JETSTREAM_';
const PATH_SEPARATOR = delimiter === ':' ? /:(?!\/\/)/ : delimiter;

/** The one reader of environment variables. An empty one counts as not set, as compose files write it. */
export function readEnv(env: Environment, directory: string): Source {
  const source: Source = { values: {}, faults: [] };
  const known = new Set(settingNames.flatMap((name) => namesOf(settings[name])));
  for (const name of settingNames) {
    const setting: Setting = settings[name];
    const text = env[setting.env] ?? readSecretFile(env, setting, directory, source.faults);
    if (text === undefined || text.trim() === '') continue;
    const value = setting.isList ? splitList(text, setting) : text.trim();
    source.values[name] = { value, place: setting.env, directory };
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.has(name)) continue;
    const nearest = nearestName(name, [...known]);
    if (nearest !== undefined) source.faults.push(`${name} is not a setting. Did you mean ${nearest}?`);
  }
  return source;
}

const fileName = (setting: Setting): string => `${setting.env}_FILE`;

const namesOf = (setting: Setting): string[] => (setting.isSecret ? [setting.env, fileName(setting)] : [setting.env]);

/** Container platforms hand secrets over as files: `JETSTREAM_REDIS_URL_FILE` names one. */
function readSecretFile(env: Environment, setting: Setting, directory: string, faults: string[]): string | undefined {
  const path = setting.isSecret ? env[fileName(setting)]?.trim() : undefined;
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(resolve(directory, path), 'utf8');
  } catch (error) {
    faults.push(`${fileName(setting)} names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    return undefined;
  }
}

/** Paths are separated as in PATH (but `s3://` is one), everything else by commas. */
export function splitList(text: string, setting: Setting): string[] {
  const separator = setting.isPath ? PATH_SEPARATOR : ',';
  return text.split(separator).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}
