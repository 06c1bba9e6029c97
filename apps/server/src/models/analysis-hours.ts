/** When sounds are measured: never, always, or each day from an hour up to another of the server's clock, over midnight too. */
export type AnalysisHours = 'off' | 'always' | { fromHour: number; toHour: number };

const SPAN = /^([01]?\d|2[0-3])-([01]?\d|2[0-4])$/;

/** `off`, `always` or such as `1-6`; undefined for anything else. */
export function parseAnalysisHours(text: string): AnalysisHours | undefined {
  if (text === 'off' || text === 'always') return text;
  const span = SPAN.exec(text);
  if (!span) return undefined;
  const [fromHour, toHour] = [Number(span[1]), Number(span[2]) % 24];
  return fromHour === toHour ? 'always' : { fromHour, toHour };
}

export function isAnalysisHour(hours: AnalysisHours, nowMs: number): boolean {
  if (hours === 'off' || hours === 'always') return hours === 'always';
  const hour = new Date(nowMs).getHours();
  const { fromHour, toHour } = hours;
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}
