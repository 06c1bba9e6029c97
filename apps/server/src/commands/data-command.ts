import type { Config } from '#config/config.ts';

/** What the command line can ask for about everything that a server keeps. */
export type DataCommand =
  | { kind: 'migrate'; from: Config; to: Config; version: string }
  | { kind: 'backup'; config: Config; path: string; version: string }
  | { kind: 'restore'; config: Config; path: string; version: string };

export const dataCommandNames = ['migrate', 'backup', 'restore'] as const satisfies readonly DataCommand['kind'][];

/** What neither a move nor a backup carries. */
export const NOT_CARRIED = 'music files, uploaded files, signing keys, sessions and jobs';

export const dataCommandHelp = [
  'Commands, with npm run jetstream -- COMMAND (COMMAND --help says more):',
  '',
  '  migrate --from SIDE --to SIDE   Copies one store into another, empty one.',
  '  backup FILE                     Writes a store into one file, also while the server runs.',
  '  restore FILE                    Reads such a file into an empty store.',
].join('\n');

export const dataCommandHelps: Readonly<Record<DataCommand['kind'], string>> = {
  migrate: `npm run jetstream -- migrate --from SIDE --to SIDE

Copies accounts, catalogue, annotations, plays, records of uploads, the logs of events and requests, and the sums of what
these no longer hold into another, empty store, sums up the rest there, and compares both sides by count and checksum. Stop the server first. Killed in the middle, the same command goes on.
Not carried: ${NOT_CARRIED}.

A SIDE is
  embedded     the data folder (--data DIR, or JETSTREAM_DATA)
  configured   what the environment names
  FILE         a configuration file that names databases, such as servers.json:

    {
      "mongodbUrl": "mongodb://10.0.0.5:27017/jetstream",
      "postgresUrl": "postgres://jetstream:secret@10.0.0.6/jetstream",
      "redisUrl": "redis://10.0.0.7:6379/0"
    }

  npm run jetstream -- migrate --from embedded --to servers.json
  npm run jetstream -- migrate --from servers.json --to embedded --data new-data
`,
  backup: `npm run jetstream -- backup FILE [--data DIR]

Writes accounts, catalogue, annotations, plays, records of uploads, logs and their sums into one file, also while the
server runs.
Not in it: ${NOT_CARRIED}.

  npm run jetstream -- backup jetstream-2026-11-27.backup
`,
  restore: `npm run jetstream -- restore FILE [--data DIR]

Reads a file that backup wrote into an empty store, of either kind, and checks it by count and checksum. Stop the server
first. Killed in the middle, the same command goes on. People sign in again afterwards.

  npm run jetstream -- restore jetstream-2026-11-27.backup --data new-data
`,
};
