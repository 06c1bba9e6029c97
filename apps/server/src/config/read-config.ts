import { join } from 'node:path';
import type { Options } from './options.ts';
import { readConfigFile } from './config-file.ts';
import { absolutePath, toConfig, type Config, type Surroundings } from './config.ts';
import type { Source, WrittenValue } from './sources.ts';

export const CONFIG_FILE = 'jetstream.config.json';

/** Options win over the environment, the environment over the file, the file over the defaults. @throws ConfigError */
export function readConfig(options: Options, env: Source, directory: string, surroundings: Surroundings): Config {
  const named = pathOf(options.values.config ?? env.values.config);
  if (named !== undefined) return toConfig([options, env, readConfigFile(named, { isRequired: true })], surroundings);
  const dataDirectory = pathOf(options.values.data ?? env.values.data) ?? surroundings.dataDirectory;
  const files = [directory, dataDirectory].map((folder) =>
    readConfigFile(join(folder, CONFIG_FILE), { isRequired: false }),
  );
  return toConfig([options, env, ...files], surroundings);
}

const pathOf = (written: WrittenValue | undefined): string | undefined =>
  written && absolutePath(String(written.value), written.directory);
