import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type Config, type Surroundings } from '#config/config.ts';
import { readEnv, type Environment } from '#config/env.ts';
import { helpText } from '#config/help.ts';
import { readOptions } from '#config/options.ts';
import { readConfig } from '#config/read-config.ts';
import { dataCommandHelp, dataCommandHelps, type DataCommand } from './commands/data-command.ts';
import { isDataCommand, readDataCommand } from './commands/read-data-command.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the command line asks for: words to print, a server to start, or that it be put right. */
export type Command =
  | { kind: 'print'; text: string }
  | { kind: 'refuse'; text: string }
  | { kind: 'serve'; config: Config; version: string }
  | DataCommand;

/** Reads options, environment and configuration files; acts on nothing. */
export function readCommand(args: readonly string[], env: Environment, directory: string): Command {
  const [word, ...others] = args;
  const rest = isDataCommand(word) ? others : args;
  const options = readOptions(rest, directory);
  if (options.asks === 'help')
    return {
      kind: 'print',
      text: isDataCommand(word) ? dataCommandHelps[word] : `${helpText()}\n${dataCommandHelp}\n`,
    };
  const version = readVersion();
  if (options.asks === 'version') return { kind: 'print', text: `JetStream ${version}\n` };
  const surroundings: Surroundings = {
    dataDirectory: join(root, 'data'),
    webDirectory: join(root, 'apps', 'web', 'dist'),
    isProduction: env['NODE_ENV'] === 'production',
  };
  try {
    if (isDataCommand(word)) return readDataCommand(word, rest, { env, directory, surroundings, version });
    return { kind: 'serve', config: readConfig(options, readEnv(env, directory), directory, surroundings), version };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const help = isDataCommand(word)
      ? `npm run jetstream -- ${word} --help says how it is written.`
      : 'npm start -- --help lists the options; docs/CONFIGURATION.md all settings.';
    const text = `${error.faults.join('\n')}\n\n${help}\n`;
    return { kind: 'refuse', text };
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
