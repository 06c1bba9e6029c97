import type { Performance } from '../music/performance.ts';
import { playCloser } from './closer.ts';
import type { Piece } from './piece.ts';
import { JOIN_MS, suiteForm, suiteTempo } from './suite.ts';
import { playWaltz } from './waltz.ts';

const TAIL_SEC = 4.5;

/** A waltz for plucked strings; its last chord is still sounding when the piece ends. */
export const paperKites: Piece = {
  title: 'Paper Kites',
  bpm: 138,
  key: 'G major',
  genre: 'Chamber Folk',
  startMs: 0,
  durationMs: JOIN_MS,
  fadeOutMs: 0,
  compose: composeSuite,
};

/** An ambient closer that starts in mid-air, on the waltz's last chord. */
export const aboveTheWeather: Piece = {
  title: 'Above the Weather',
  bpm: 72,
  key: 'G major',
  genre: 'Ambient',
  startMs: JOIN_MS,
  durationMs: Math.round((suiteTempo(suiteForm.end) + TAIL_SEC) * 100) * 10 - JOIN_MS,
  fadeOutMs: 3_500,
  compose: composeSuite,
};

function composeSuite(): Performance {
  return {
    seed: 1783,
    parts: [...playWaltz(), ...playCloser()],
    reverb: { decaySec: 3.4, size: 1.25, dampingHz: 3900, preDelayMs: 22 },
    masterGainDb: 2.3,
  };
}
