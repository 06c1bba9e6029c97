const levelNames: Record<number, string> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

interface LoggedError {
  message?: string;
  stack?: string;
}

/** A pino line for people: time, level, message, then what else was logged. */
export function toTextLine(json: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const clock = typeof time === 'number' ? toClockTime(time) : '';
  const { stack, message } = (err ?? {}) as LoggedError;
  const facts = stack === undefined && message !== undefined ? { ...rest, reason: message } : rest;
  const fields = Object.entries(facts).map(([key, value]) => `${key}=${toFieldText(value)}`);
  const head = [clock, (levelNames[Number(level)] ?? 'LOG').padEnd(5), toSingleLine(String(msg ?? '')), ...fields];
  return `${head.join(' ').trim()}\n${stack === undefined ? '' : `${stack.replace(/^/gm, '    ')}\n`}`;
}

function toClockTime(timeMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(timeMs);
}

function toFieldText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? toSingleLine(value) : JSON.stringify(value);
  return JSON.stringify(value) ?? String(value);
}

/** Text from outside must not be able to forge a line of its own. */
const toSingleLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
