import { splitList } from './env.ts';
import { nearestName } from './nearest-name.ts';
import { settingNames, settings, type Setting, type SettingName } from './settings.ts';
import type { Source } from './sources.ts';

export interface Options extends Source {
  /** Set when the user asked for words instead of a server. */
  asks: 'help' | 'version' | undefined;
}

const byOption = new Map<string, SettingName>();
for (const name of settingNames) {
  const { option }: Setting = settings[name];
  if (option !== undefined) byOption.set(option, name);
}

/** Reads `--name value` and `--name=value`, all faults at once. */
export function readOptions(args: readonly string[], directory: string): Options {
  const line: Options = { values: {}, faults: [], asks: undefined };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') line.asks = 'help';
    else if (arg === '--version' || arg === '-v') line.asks ??= 'version';
    else takeOption(line, arg, rest, directory);
  }
  return line;
}

function takeOption(line: Options, arg: string, rest: string[], directory: string): void {
  const equals = arg.indexOf('=');
  const option = equals > 0 ? arg.slice(0, equals) : arg;
  const name = byOption.get(option);
  if (name === undefined) {
    line.faults.push(describeUnknown(arg, option));
    // What follows was meant for it.
    if (option.startsWith('--') && equals < 0) takeValue(rest);
    return;
  }
  const setting: Setting = settings[name];
  const value = equals > 0 ? arg.slice(equals + 1) : takeValue(rest);
  if (value === undefined || value === '') {
    line.faults.push(`${option} needs a value: write ${setting.expects} after it.`);
    return;
  }
  const earlier = line.values[name];
  if (setting.isList) {
    const values = [...((earlier?.value as string[] | undefined) ?? []), ...splitList(value, setting)];
    line.values[name] = { value: values, place: option, directory };
  } else if (earlier) line.faults.push(`${option} was given twice: write it once.`);
  else line.values[name] = { value, place: option, directory };
}

const takeValue = (rest: string[]): string | undefined => (rest[0]?.startsWith('--') ? undefined : rest.shift());

function describeUnknown(arg: string, option: string): string {
  if (!arg.startsWith('-')) return `"${arg}" is not expected here: options begin with --, such as --music ${arg}.`;
  const nearest = nearestName(option, [...byOption.keys(), '--help', '--version']);
  const advice = nearest === undefined ? 'See --help for all of them.' : `Did you mean ${nearest}?`;
  return `${option} is not an option. ${advice}`;
}
