import { createPluckedString } from './plucked-string.ts';
import { createSubtractive } from './subtractive.ts';

/** Slow strings of an analogue kind: opens over seconds, closes over seconds. */
export const warmPad = createSubtractive({
  oscillators: [
    { shape: 'saw', level: 0.34, cents: -7 },
    { shape: 'saw', level: 0.34, cents: 6 },
    { shape: 'triangle', level: 0.3, octave: -1, cents: 2 },
  ],
  cutoffHz: 420,
  tracking: 0.5,
  sweep: 1.7,
  resonance: 0.12,
  amplitude: { attack: 1.3, decay: 4, sustain: 0.8, release: 0.75 },
  filter: { attack: 2.2, decay: 3, sustain: 0.55, release: 1 },
  level: 0.16,
  touch: 1,
});

/** Breath of air over the pad: sines and triangles, nearly no overtones. */
export const glassPad = createSubtractive({
  oscillators: [
    { shape: 'triangle', level: 0.5, cents: -4 },
    { shape: 'triangle', level: 0.5, cents: 5 },
    { shape: 'sine', level: 0.3, octave: 1, cents: 3 },
  ],
  cutoffHz: 900,
  tracking: 0.4,
  sweep: 1.4,
  resonance: 0.1,
  amplitude: { attack: 2.4, decay: 5, sustain: 0.85, release: 1.1 },
  filter: { attack: 3, decay: 4, sustain: 0.5, release: 1.2 },
  level: 0.15,
  touch: 1,
});

/** A bowed voice in the tenor. */
export const cello = createSubtractive({
  oscillators: [
    { shape: 'saw', level: 0.6, cents: -2 },
    { shape: 'saw', level: 0.4, cents: 3 },
  ],
  cutoffHz: 620,
  tracking: 0.45,
  sweep: 1.3,
  resonance: 0.22,
  amplitude: { attack: 0.22, decay: 1.5, sustain: 0.82, release: 0.2 },
  filter: { attack: 0.4, decay: 1.2, sustain: 0.6, release: 0.25 },
  vibrato: { cents: 14, hz: 5.1, delaySec: 0.35 },
  level: 0.22,
  touch: 1.1,
});

/** Wide chords with an edge, to be ducked under the kick. */
export const synthChords = createSubtractive({
  oscillators: [
    { shape: 'saw', level: 0.36, cents: -11 },
    { shape: 'saw', level: 0.36 },
    { shape: 'saw', level: 0.36, cents: 10 },
  ],
  cutoffHz: 700,
  tracking: 0.3,
  sweep: 2.2,
  resonance: 0.2,
  amplitude: { attack: 0.06, decay: 2, sustain: 0.75, release: 0.16 },
  filter: { attack: 0.5, decay: 1.5, sustain: 0.5, release: 0.3 },
  level: 0.14,
  touch: 1,
});

/** Round bass: a saw over a square an octave down. */
export const synthBass = createSubtractive({
  oscillators: [
    { shape: 'saw', level: 0.5 },
    { shape: 'square', level: 0.28, cents: -4 },
    { shape: 'sine', level: 0.45 },
  ],
  cutoffHz: 230,
  tracking: 0.4,
  sweep: 2.6,
  resonance: 0.35,
  amplitude: { attack: 0.004, decay: 0.4, sustain: 0.65, release: 0.03 },
  filter: { attack: 0.002, decay: 0.11, sustain: 0.18, release: 0.06 },
  level: 0.5,
  touch: 0.8,
});

/** Nearly a sine, for the floor under the calm pieces. */
export const subBass = createSubtractive({
  oscillators: [
    { shape: 'sine', level: 0.8 },
    { shape: 'triangle', level: 0.25, octave: 1 },
  ],
  cutoffHz: 320,
  tracking: 0.2,
  sweep: 0.5,
  resonance: 0,
  amplitude: { attack: 0.12, decay: 2, sustain: 0.8, release: 0.3 },
  filter: { attack: 0.2, decay: 1, sustain: 0.5, release: 0.3 },
  level: 0.36,
  touch: 1,
});

/** Sequencer pluck. */
export const arpeggiator = createSubtractive({
  oscillators: [
    { shape: 'square', level: 0.3, cents: -3 },
    { shape: 'saw', level: 0.35, cents: 4 },
  ],
  cutoffHz: 380,
  tracking: 0.5,
  sweep: 3.1,
  resonance: 0.38,
  amplitude: { attack: 0.003, decay: 0.22, sustain: 0.1, release: 0.07 },
  filter: { attack: 0.002, decay: 0.12, sustain: 0.05, release: 0.06 },
  level: 0.3,
  touch: 1.2,
});

/** Singing lead with a late vibrato. */
export const lead = createSubtractive({
  oscillators: [
    { shape: 'saw', level: 0.34, cents: -5 },
    { shape: 'saw', level: 0.34, cents: 5 },
    { shape: 'square', level: 0.3, octave: -1 },
  ],
  cutoffHz: 950,
  tracking: 0.5,
  sweep: 1.5,
  resonance: 0.25,
  amplitude: { attack: 0.012, decay: 0.7, sustain: 0.72, release: 0.09 },
  filter: { attack: 0.02, decay: 0.5, sustain: 0.5, release: 0.12 },
  vibrato: { cents: 16, hz: 5.4, delaySec: 0.28 },
  level: 0.24,
  touch: 1,
});

/** A small wooden flute of sorts: triangle and a trace of sine above. */
export const flute = createSubtractive({
  oscillators: [
    { shape: 'triangle', level: 0.7 },
    { shape: 'sine', level: 0.16, octave: 1, cents: 2 },
    { shape: 'saw', level: 0.07, cents: -3 },
  ],
  cutoffHz: 1300,
  tracking: 0.5,
  sweep: 1,
  resonance: 0.1,
  amplitude: { attack: 0.07, decay: 0.9, sustain: 0.82, release: 0.1 },
  filter: { attack: 0.1, decay: 0.8, sustain: 0.6, release: 0.1 },
  vibrato: { cents: 11, hz: 4.9, delaySec: 0.25 },
  level: 0.22,
  touch: 1,
});

/** Nylon strings, plucked near the rosette. */
export const guitar = createPluckedString({
  decaySec: 4.2,
  softness: 0.42,
  pluckAt: 0.23,
  brightHz: 3600,
  releaseSec: 0.35,
});

/** Harp: longer, softer, plucked in the middle. */
export const harp = createPluckedString({
  decaySec: 5.5,
  softness: 0.46,
  pluckAt: 0.41,
  brightHz: 2100,
  releaseSec: 0.9,
});

/** Double bass, plucked. */
export const pizzicatoBass = createPluckedString({
  decaySec: 2,
  softness: 0.5,
  pluckAt: 0.36,
  brightHz: 700,
  releaseSec: 0.14,
});
