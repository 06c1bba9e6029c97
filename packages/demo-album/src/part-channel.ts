import type { Part } from './music/performance.ts';
import { combineSeeds, createRandom } from './random.ts';
import type { Note, Voice } from './synthesis/voice.ts';

/** Where a channel adds its sound: the mix itself and the way into the reverb. */
export type Buses = {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly wetLeft: Float32Array;
  readonly wetRight: Float32Array;
};

/** Adds the next `count` samples of a part, starting at `frame`; frames must follow each other. */
export type Channel = (buses: Buses, frame: number, count: number) => void;

const ECHO_SEC = 8;

type ActiveVoice = { readonly voice: Voice; readonly left: number; readonly right: number };

/** A strip of the mixing desk: starts voices on time, pans them, runs the part's effects, feeds the reverb. */
export function createChannel(
  part: Part,
  { sampleRate, seed, index }: { readonly sampleRate: number; readonly seed: number; readonly index: number },
): Channel {
  const effects = (part.effects ?? []).map((build) => build(sampleRate));
  const scratch = new Float32Array(4096);
  const left = new Float32Array(4096);
  const right = new Float32Array(4096);
  const gain = 10 ** (part.gainDb / 20);
  const send = part.reverbDb === undefined ? 0 : 10 ** (part.reverbDb / 20);
  const voices = new Set<ActiveVoice>();
  let next: number | undefined;
  let restedFrames = Infinity;
  const addVoice = (active: ActiveVoice, from: number, count: number) => {
    scratch.fill(0, 0, count);
    const isSounding = active.voice(scratch, from, count);
    for (let at = from; at < count; at += 1) {
      const sample = scratch[at] ?? 0;
      left[at] = (left[at] ?? 0) + sample * active.left;
      right[at] = (right[at] ?? 0) + sample * active.right;
    }
    if (isSounding) voices.add(active);
    else voices.delete(active);
  };
  return (buses, frame, count) => {
    left.fill(0, 0, count);
    right.fill(0, 0, count);
    next ??= findFirst(part.notes, frame / sampleRate);
    for (const active of voices) addVoice(active, 0, count);
    for (let note = part.notes[next]; note !== undefined; note = part.notes[next]) {
      const onset = Math.round(note.startSec * sampleRate) - frame;
      if (onset >= count) break;
      const random = createRandom(combineSeeds(seed, index, next));
      addVoice(
        { voice: part.instrument.start(note, { sampleRate, random }), ...panOf(part, note) },
        Math.max(0, onset),
        count,
      );
      next += 1;
    }
    restedFrames = isSilent(left, right, count) ? restedFrames + count : 0;
    // A part that rests costs nothing, once its longest echo has died away.
    if (restedFrames > ECHO_SEC * sampleRate) return;
    for (const effect of effects) effect(left, right, count, frame);
    feed(buses, { left, right, gain, send }, count);
  };
}

function isSilent(left: Float32Array, right: Float32Array, count: number): boolean {
  for (let at = 0; at < count; at += 1) if (left[at] !== 0 || right[at] !== 0) return false;
  return true;
}

function findFirst(notes: readonly Note[], fromSec: number): number {
  const found = notes.findIndex((note) => note.startSec >= fromSec);
  return found < 0 ? notes.length : found;
}

/** Constant power, so that a voice is as loud at the side as in the middle. */
function panOf({ pan = 0, spread = 0 }: Part, { pitch }: Note): { left: number; right: number } {
  const place = Math.min(1, Math.max(-1, pan + (spread * (pitch - 60)) / 12));
  const angle = ((place + 1) * Math.PI) / 4;
  return { left: Math.cos(angle) * Math.SQRT2, right: Math.sin(angle) * Math.SQRT2 };
}

function feed(
  buses: Buses,
  { left, right, gain, send }: { left: Float32Array; right: Float32Array; gain: number; send: number },
  count: number,
): void {
  for (let at = 0; at < count; at += 1) {
    const leftSample = (left[at] ?? 0) * gain;
    const rightSample = (right[at] ?? 0) * gain;
    buses.left[at] = (buses.left[at] ?? 0) + leftSample;
    buses.right[at] = (buses.right[at] ?? 0) + rightSample;
    buses.wetLeft[at] = (buses.wetLeft[at] ?? 0) + leftSample * send;
    buses.wetRight[at] = (buses.wetRight[at] ?? 0) + rightSample * send;
  }
}
