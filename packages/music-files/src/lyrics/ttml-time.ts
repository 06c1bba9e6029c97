/** What a document says about frames and ticks. */
export interface TtmlRates {
  framesPerSecond: number;
  ticksPerSecond: number;
}

const OFFSET = /^(\d{1,9}(?:\.\d{1,9})?)(ms|[hmsft])$/;
const CLOCK = /^(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,9})?)(?::(\d{1,3})(?:\.\d{1,3})?)?$/;

/**
 * Reads a time expression (W3C TTML 1, 10.3.1): `12.3s`, `00:01:02.5`, `00:01:02:12` with frames; also `1:02.5` and `62.5`
 * as the makers of music write them. Undefined for none.
 */
export function parseTtmlTime(text: string | undefined, rates: TtmlRates): number | undefined {
  const trimmed = text?.trim() ?? '';
  const [, amount, unit] = OFFSET.exec(trimmed) ?? [];
  if (amount !== undefined && unit !== undefined) return Math.round(Number(amount) * msPerUnit(unit, rates));
  const [, hours = '0', minutes = '0', seconds, frames = '0'] = CLOCK.exec(trimmed) ?? [];
  if (seconds === undefined) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round((whole + Number(frames) / rates.framesPerSecond) * 1_000);
}

function msPerUnit(unit: string, { framesPerSecond, ticksPerSecond }: TtmlRates): number {
  switch (unit) {
    case 'h':
      return 3_600_000;
    case 'm':
      return 60_000;
    case 's':
      return 1_000;
    case 'f':
      return 1_000 / framesPerSecond;
    case 't':
      return 1_000 / ticksPerSecond;
    default:
      return 1;
  }
}

export function readTtmlRates(attribute: (localName: string) => string | undefined): TtmlRates {
  const [numerator = 1, denominator = 1] =
    (attribute('frameRateMultiplier') ?? '').match(/\d{1,6}/g)?.map(Number) ?? [];
  const frameRate = positive(attribute('frameRate')) ?? 30;
  const framesPerSecond = denominator > 0 && numerator > 0 ? (frameRate * numerator) / denominator : frameRate;
  return { framesPerSecond, ticksPerSecond: positive(attribute('tickRate')) ?? positive(attribute('frameRate')) ?? 1 };
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return text !== undefined && number > 0 && Number.isFinite(number) ? number : undefined;
}
