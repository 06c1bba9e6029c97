import type { WrittenNote } from './phrase.ts';

/** What a pattern is played on, and how often. */
export type StepGrid = {
  readonly pitch: number;
  readonly beat: number;
  readonly repeats?: number;
  readonly stepBeats?: number;
};

/** Reads a drum machine's row: `9...5..3` is one step a character, digits are loudness, anything else is a rest. */
export function parseSteps(text: string, { pitch, beat, repeats = 1, stepBeats = 0.25 }: StepGrid): WrittenNote[] {
  const steps = [...text.replaceAll(' ', '')];
  return Array.from({ length: repeats }, (_, round) =>
    steps.flatMap((step, index) => {
      const velocity = Number(step) / 9;
      if (!(velocity > 0)) return [];
      return [{ beat: beat + (round * steps.length + index) * stepBeats, beats: stepBeats, pitch, velocity }];
    }),
  ).flat();
}
