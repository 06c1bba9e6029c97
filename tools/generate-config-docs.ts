import { settingNames, settings, type Setting } from '../apps/server/src/config/settings.ts';
import { emitGenerated } from './generated-file.ts';

/** Writes `.env.example` and the tables of `docs/CONFIGURATION.md` from the settings table. */
const rows = settingNames.map((name) => ({ name, ...(settings[name] as Setting) }));

const defaultOf = ({ default: value, defaultText }: Setting): string => defaultText ?? String(value);

function envExample(): string {
  const entries = rows.map((row) => {
    const shown = row.defaultText === undefined ? defaultOf(row) : '';
    return `# ${row.description} Write ${row.expects}. Default: ${defaultOf(row)}.\n#${row.env}=${shown}\n`;
  });
  return `# Generated from apps/server/src/config/settings.ts by npm run generate.\n# Each line without its # sets a value.\n\n${entries.join('\n')}`;
}

function documentation(): string {
  const code = (text: string | undefined) => (text === undefined ? '' : `\`${text}\``);
  const table = rows.map((row) => {
    const option = row.option && `${row.option} ${row.placeholder ?? ''}`.trim();
    const key = row.isOutsideFile ? '' : code(row.name);
    return `| ${code(option)} | ${code(row.env)} | ${key} | ${row.description} | ${row.expects} | ${defaultOf(row)} |`;
  });
  return `# Configuration

<!-- Generated from apps/server/src/config/settings.ts by npm run generate. -->

JetStream starts without any configuration. What you set is taken from four places, the first that says something winning:

1. options of the command line: \`npm start -- --port 8080\`;
2. environment variables: \`JETSTREAM_PORT=8080\` (an empty one counts as not set);
3. a JSON file: \`jetstream.config.json\` in the working directory, then in the data folder, or the file that \`--config\` names;
4. the defaults.

Every fault is reported at once, with its place and what to write instead, and nothing is started. Relative paths in the file
count from its folder, all others from the working directory; \`~/\` is the home folder. Several folders in one text are separated
as in \`PATH\`; other lists by commas. In the file, lists are JSON arrays:

\`\`\`json
{ "music": ["/srv/music", "~/Music"], "port": 8080, "publicUrl": "https://music.example.org" }
\`\`\`

| Option | Environment | In the file | What it does | Write | Default |
| --- | --- | --- | --- | --- | --- |
${table.join('\n')}

Exit codes: 0 after a stop in order, 1 when the server could not start or a bug ended it, 2 for faults in options or settings,
130 and 143 when a second signal cut a stop short.

## Behind a proxy

Set \`JETSTREAM_PUBLIC_URL\` to the address that people open, and \`JETSTREAM_TRUST_PROXY\` to the address of the proxy, so that cookies
are marked \`Secure\` and sign-in attempts count for the people who made them, not for the proxy. The proxy has to pass on \`Host\`,
\`X-Forwarded-For\` and \`X-Forwarded-Proto\`, and may not buffer \`/api/v1/events\`.

## What the data folder holds

\`jetstream.db\` (users, catalogue, plays), \`keys.json\` (the keys that sign tokens; deleting it signs everyone out), \`uploads/\` (music
that people sent), \`cache/\` (can be deleted at any time), \`jetstream.lock\` (which process is at work). Only its owner can read it.
[DATA.md](DATA.md) has every file.

## Backing up

\`npm run jetstream -- backup FILE\` writes the store into one file while the server runs, whichever store it is; \`npm run jetstream --
restore FILE\` reads it into an empty one. Music, uploads and signing keys are not in it: copy those folders beside. \`--help\` behind
a command says more.
`;
}

emitGenerated('.env.example', envExample());
emitGenerated('docs/CONFIGURATION.md', documentation());
