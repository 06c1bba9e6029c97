import { countErrors } from '#models/edit-distance.ts';

const MAX_DISTANCE = 3;

/** The name that was probably meant, or undefined when none is close. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.min(MAX_DISTANCE, Math.floor(written.length / 2)) + 1;
  for (const name of names) {
    const { ofWord } = countErrors(written.toLowerCase(), name.toLowerCase(), MAX_DISTANCE);
    if (ofWord < least) [nearest, least] = [name, ofWord];
  }
  return nearest;
}
