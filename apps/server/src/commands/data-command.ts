import type { Config } from '#config/config.ts';

/** What the command line can ask for about everything that a server keeps. */
export type DataCommand =
  | { kind: 'migrate'; from: Config; to: Config; version: string }
  | { kind: 'backup'; config: Config; path: string; version: string }
  | { kind: 'restore'; config: Config; path: string; version: string };

export const dataCommandNames = ['migrate', 'backup', 'restore'] as const satisfies readonly DataCommand['kind'][];

export const dataCommandHelp = [
  'Commands, with npm run jetstream -- COMMAND:',
  '',
  '  migrate --from SIDE --to SIDE   Copies everything from one store into another, empty one. A SIDE is embedded (the data',
  '                                  folder), configured (what the environment names), or a configuration file.',
  '  backup FILE                     Writes everything into one file, also while the server runs.',
  '  restore FILE                    Reads such a file into an empty store.',
].join('\n');
