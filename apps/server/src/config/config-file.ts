import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { nearestName } from './nearest-name.ts';
import { settingNames, settings, type Setting, type SettingName } from './settings.ts';
import type { Source } from './sources.ts';

const namesInFile = settingNames.filter((name) => !(settings[name] as Setting).isOutsideFile);

/** Reads a JSON file. One that nobody asked for may be absent. */
export function readConfigFile(path: string, options: { isRequired: boolean }): Source {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
    if (isAbsent && !options.isRequired) return { values: {}, faults: [] };
    const reason = isAbsent ? 'does not exist' : `cannot be read (${code})`;
    return { values: {}, faults: [`The configuration file ${path} ${reason}.`] };
  }
  return parseConfigFile(text, path);
}

export function parseConfigFile(text: string, path: string): Source {
  const source: Source = { values: {}, faults: [] };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { values: {}, faults: [`The configuration file ${path} is not JSON: ${(error as Error).message}.`] };
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return { values: {}, faults: [`The configuration file ${path} must hold an object, such as {"port": 4747}.`] };
  const directory = dirname(path);
  for (const [key, value] of Object.entries(content)) {
    const name = namesInFile.find((known) => known === key);
    if (name) source.values[name] = { value: toList(name, value), place: `"${key}" in ${path}`, directory };
    else source.faults.push(describeUnknown(key, path));
  }
  return source;
}

const toList = (name: SettingName, value: unknown): unknown =>
  (settings[name] as Setting).isList && typeof value === 'string' ? [value] : value;

function describeUnknown(key: string, path: string): string {
  if (key in settings) return `"${key}" in ${path} cannot be set there: use an option or the environment.`;
  const nearest = nearestName(key, namesInFile);
  const advice = nearest === undefined ? `Known are ${namesInFile.join(', ')}.` : `Did you mean "${nearest}"?`;
  return `"${key}" in ${path} is not a setting. ${advice}`;
}
