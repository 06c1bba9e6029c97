import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, type Config, type Surroundings } from '#config/config.ts';
import type { Environment } from '#config/env.ts';
import { readEnv } from '#config/env.ts';
import { readOptions, type Options } from '#config/options.ts';
import { readConfig } from '#config/read-config.ts';
import { dataCommandNames, type DataCommand } from './data-command.ts';

export interface CommandSurroundings {
  env: Environment;
  directory: string;
  surroundings: Surroundings;
  version: string;
}

type Sides = Partial<Record<'--from' | '--to', string>>;

export const isDataCommand = (word: string | undefined): word is DataCommand['kind'] =>
  dataCommandNames.some((name) => name === word);

/** @throws ConfigError with every fault of what was written. */
export function readDataCommand(
  kind: DataCommand['kind'],
  args: readonly string[],
  around: CommandSurroundings,
): DataCommand {
  const { version } = around;
  if (kind !== 'migrate') {
    const [path, ...rest] = args;
    if (path === undefined || path.startsWith('-'))
      throw new ConfigError([`${kind} needs a file: write npm run jetstream -- ${kind} FILE.`]);
    return { kind, path: resolve(around.directory, path), config: readConfigured(rest, around), version };
  }
  const { sides, rest } = takeSides(args);
  const { '--from': from, '--to': to } = sides;
  if (from === undefined || to === undefined)
    throw new ConfigError([
      'migrate needs both sides: write --from embedded --to servers.json, or the other way round.',
    ]);
  if (from === to) throw new ConfigError([`migrate was given ${from} for both sides.`]);
  return { kind, from: readSide(from, rest, around), to: readSide(to, rest, around), version };
}

function takeSides(args: readonly string[]): { sides: Sides; rest: string[] } {
  const sides: Sides = {};
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [name = '', written] = (args[at] ?? '').split(/=(.*)/s, 2);
    if (name !== '--from' && name !== '--to') rest.push(args[at] ?? '');
    else sides[name] = written ?? args[++at] ?? '';
  }
  return { sides, rest };
}

function readSide(side: string, args: readonly string[], around: CommandSurroundings): Config {
  if (side === 'configured') return readConfigured(args, around);
  if (side !== 'embedded' && !existsSync(resolve(around.directory, side)))
    throw new ConfigError([
      `${side} is no side to copy: write embedded, configured, or the path of a configuration file; there is none of this name.`,
    ]);
  if (side !== 'embedded') return requireServers(side, readConfigured(args, around, side));
  const config = readConfigured(args, { ...around, env: withoutDatabases(around.env) });
  return { ...config, store: { kind: 'embedded', directory: config.dataDirectory } };
}

/** Whoever moves into servers has them in the environment already. */
const withoutDatabases = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^JETSTREAM_(MONGODB|POSTGRES|REDIS)_URL/.test(name)));

function requireServers(file: string, config: Config): Config {
  if (config.store.kind === 'servers') return config;
  throw new ConfigError([
    `${file} names no databases: set mongodbUrl, postgresUrl and redisUrl there, or write embedded for the data folder.`,
  ]);
}

function readConfigured(args: readonly string[], around: CommandSurroundings, file?: string): Config {
  const { env, directory, surroundings } = around;
  const options: Options = readOptions(args, directory);
  if (file !== undefined) options.values.config = { value: file, place: file, directory };
  return readConfig(options, readEnv(env, directory), directory, surroundings);
}
