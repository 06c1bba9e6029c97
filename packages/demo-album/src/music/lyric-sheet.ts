import type { TempoMap } from './tempo-map.ts';

/** Writes LRC text: each line with the time at which its beat falls. */
export function toLrc(lines: readonly (readonly [beat: number, line: string])[], tempo: TempoMap): string {
  return lines.map(([beat, line]) => `[${toStamp(tempo(beat))}]${line}`).join('\n');
}

function toStamp(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${digits(Math.floor(hundredths / 6000))}:${digits(Math.floor(hundredths / 100) % 60)}.${digits(hundredths % 100)}`;
}
