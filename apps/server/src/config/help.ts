import { settingNames, settings, type Setting } from './settings.ts';

/** The text of `--help`. */
export function helpText(): string {
  const rows = settingNames.flatMap((name) => {
    const { option, placeholder = '', description, ...setting }: Setting = settings[name];
    return option === undefined
      ? []
      : [[`${option} ${placeholder}` as string, `${description} ${defaultNote(setting)}`] as const];
  });
  rows.push(['--help', 'Show this.'], ['--version', 'Show the version.']);
  const width = Math.max(...rows.map(([option]) => option.length));
  const lines = rows.map(([option, description]) => `  ${option.padEnd(width)}  ${description}`);
  return [
    'JetStream plays your own music, in the browser, anywhere.',
    '',
    'Usage: npm start -- [options]',
    '',
    ...lines,
    '',
    `--music can be repeated. Each option has an environment variable, such as ${settings.music.env};`,
    'docs/CONFIGURATION.md lists these, and the settings that only they and the configuration file have.',
    '',
  ].join('\n');
}

const defaultNote = (setting: Pick<Setting, 'default' | 'defaultText'>): string =>
  `Default: ${setting.defaultText ?? String(setting.default)}.`;
