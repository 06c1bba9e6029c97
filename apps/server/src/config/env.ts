import { delimiter } from 'node:path';
import { nearestName } from './nearest-name.ts';
import { settingNames, settings, type Setting } from './settings.ts';
import type { Source } from './sources.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'JETSTREAM_';

/** The one reader of environment variables. An empty one counts as not set, as compose files write it. */
export function readEnv(env: Environment, directory: string): Source {
  const source: Source = { values: {}, faults: [] };
  const known = new Set(settingNames.map((name) => settings[name].env));
  for (const name of settingNames) {
    const setting: Setting = settings[name];
    const text = env[setting.env];
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

/** Paths are separated as in PATH, everything else by commas. */
export function splitList(text: string, setting: Setting): string[] {
  const separator = setting.isPath ? delimiter : ',';
  return text.split(separator).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}
