import type { Chord } from './chord-chart.ts';

/** The register a group of voices moves in, MIDI numbers, both ends included. */
export type Register = { readonly voices: number; readonly low: number; readonly high: number };

/** Voices a progression so that each voice travels as little as it can: common tones stay, the rest step. */
export function leadVoices(chords: readonly Chord[], register: Register): number[][] {
  const centre = (register.low + register.high) / 2;
  let previous: readonly number[] | undefined;
  return chords.map((chord) => {
    let best: number[] = [];
    let bestCost = Infinity;
    for (const candidate of listVoicings(chord, register)) {
      const cost = weigh(candidate, previous, centre);
      if (cost < bestCost) [best, bestCost] = [candidate, cost];
    }
    previous = best;
    return best;
  });
}

/** The bass note of each chord, as near to the last one as the register allows. */
export function leadBass(chords: readonly Chord[], lowest: number): number[] {
  return chords.map(({ bass }) => lowest + ((((bass - lowest) % 12) + 12) % 12));
}

function listVoicings(chord: Chord, register: Register): number[][] {
  const tones = Array.from({ length: register.voices }, (_, voice) => chord.tones[voice % chord.tones.length] ?? 0);
  let partial: number[][] = [[]];
  for (const tone of tones) {
    const places = placesOf(tone, register);
    const fuller = partial.flatMap((taken) =>
      places.filter((place) => !taken.includes(place)).map((place) => [...taken, place]),
    );
    // A register of less than two octaves may have no second place for a doubled tone; the chord then does without.
    if (fuller.length > 0) partial = fuller;
  }
  return partial.map((voicing) => voicing.sort((a, b) => a - b));
}

function placesOf(tone: number, { low, high }: Register): number[] {
  const places: number[] = [];
  for (let pitch = low + ((tone - (low % 12) + 12) % 12); pitch <= high; pitch += 12) places.push(pitch);
  return places;
}

function weigh(voicing: readonly number[], previous: readonly number[] | undefined, centre: number): number {
  let cost = 0;
  let sum = 0;
  voicing.forEach((pitch, voice) => {
    sum += pitch;
    const below = voicing[voice - 1];
    // Seconds low in a chord are mud, gaps beyond a sixth fall apart.
    if (below !== undefined) cost += pitch - below < 2 ? 4 : Math.max(0, pitch - below - 9);
    const from = previous?.[voice];
    if (from !== undefined) cost += Math.abs(pitch - from) ** 1.3;
  });
  return cost + Math.abs(sum / voicing.length - centre) * 0.8;
}
