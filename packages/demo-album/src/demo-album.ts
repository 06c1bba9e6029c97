import { renderSpan, type StereoAudio } from './render.ts';
import { nocturne } from './pieces/nocturne.ts';
import { aboveTheWeather, paperKites } from './pieces/paper-kites.ts';
import type { Piece } from './pieces/piece.ts';
import { tailwind } from './pieces/tailwind.ts';

export { encodeFlac, type FlacInput } from './flac/encode-flac.ts';
export type { FlacPicture } from './flac/metadata.ts';
export { demoCoverSvg } from './cover/demo-cover.ts';
export type { StereoAudio } from './render.ts';

/** What is printed about a track. `durationMs` is exact: the rendering has that many samples. */
export type DemoTrack = {
  readonly title: string;
  readonly bpm: number;
  readonly key: string;
  readonly composer: string;
  readonly genre: string;
  readonly durationMs: number;
  /** LRC text, a line of verse per timestamp. */
  readonly lyrics?: string;
};

export type DemoAlbum = {
  readonly title: string;
  readonly artist: string;
  readonly year: number;
  readonly genre: string;
  readonly tracks: readonly DemoTrack[];
};

/** How to render a track; 44100 Hz unless told otherwise. `onProgress` hears rising fractions, 1 at the end. */
export type RenderOptions = { readonly sampleRate?: number; readonly onProgress?: (fraction: number) => void };

const COMPOSER = 'JetStream';
const START_FADE_MS = 5;
const pieces: readonly Piece[] = [nocturne, tailwind, paperKites, aboveTheWeather];

/** Four pieces JetStream composes itself, so that a first visit has something to play. The last two run together. */
export const demoAlbum: DemoAlbum = {
  title: 'Upper Air',
  artist: COMPOSER,
  year: 2026,
  genre: 'Instrumental',
  tracks: pieces.map(({ title, bpm, key, genre, durationMs, lyrics }) => ({
    title,
    bpm,
    key,
    composer: COMPOSER,
    genre,
    durationMs,
    ...(lyrics === undefined ? {} : { lyrics }),
  })),
};

/**
 * Renders one track, the same samples each time. Runs for seconds without yielding: call it from a worker. Throws a
 * RangeError when the album has no such track.
 */
export function renderDemoTrack(index: number, { sampleRate = 44100, onProgress }: RenderOptions = {}): StereoAudio {
  const piece = pieces[index];
  if (piece === undefined) throw new RangeError(`The demo album has no track ${index}`);
  const fromSec = piece.startMs / 1000;
  const toSec = (piece.startMs + piece.durationMs) / 1000;
  const audio = renderSpan(piece.compose(), { fromSec, toSec, sampleRate, ...(onProgress && { onProgress }) });
  const runsOn = piece.startMs > 0;
  for (const channel of [audio.left, audio.right]) {
    if (!runsOn) fade(channel, Math.round((START_FADE_MS / 1000) * sampleRate), 'in');
    fade(channel, Math.round((piece.fadeOutMs / 1000) * sampleRate), 'out');
  }
  return audio;
}

function fade(samples: Float32Array, length: number, direction: 'in' | 'out'): void {
  for (let step = 0; step < Math.min(length, samples.length); step += 1) {
    const at = direction === 'in' ? step : samples.length - 1 - step;
    samples[at] = (samples[at] ?? 0) * (0.5 - 0.5 * Math.cos((Math.PI * step) / length));
  }
}
