import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChart } from './chord-chart.ts';
import { leadVoices } from './voicing.ts';

test('voices keep common tones and step to the others', () => {
  const voicings = leadVoices(parseChart('C | Am | F | G7', 4), { voices: 3, low: 55, high: 72 });
  const moves = voicings
    .slice(1)
    .map((voicing, index) =>
      voicing.reduce((sum, pitch, voice) => sum + Math.abs(pitch - (voicings[index]?.[voice] ?? 0)), 0),
    );
  assert.ok(
    moves.every((move) => move <= 6),
    `moves of ${moves.join(', ')} semitones`,
  );
});

test('a chord without room for a doubled tone sounds with fewer voices rather than none', () => {
  const [voicing = []] = leadVoices(parseChart('Eb', 4), { voices: 4, low: 53, high: 73 });
  assert.deepEqual(
    voicing.map((pitch) => pitch % 12).sort((a, b) => a - b),
    [3, 7, 10],
  );
});
