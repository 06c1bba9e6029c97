import assert from 'node:assert/strict';
import { it } from 'node:test';
import { matchMovedFiles } from './match-moved-files.ts';
import type { Track } from './track.ts';

const missing = (id: string, path: string, audioKey = 'key') => ({ id, path, audioKey }) as Track;

it('matches equal audio by the likeness of paths, each track once', () => {
  const found = ['new/01 One.mp3', 'new/02 Two.mp3', 'new/03 Three.mp3'].map((path) => ({ path, audioKey: 'key' }));
  const matches = matchMovedFiles(found, [missing('b', 'old/02 Two.mp3'), missing('a', 'old/01 One (copy).mp3')]);
  assert.deepEqual([...matches].map(([path, track]) => `${path} ${track.id}`).sort(), [
    'new/01 One.mp3 a',
    'new/02 Two.mp3 b',
  ]);
});

it('matches nothing without equal audio, nor files whose audio has no key', () => {
  const found = [
    { path: 'a.mp3', audioKey: 'other' },
    { path: 'b.mp3', audioKey: null },
  ];
  assert.equal(matchMovedFiles(found, [missing('a', 'a.mp3')]).size, 0);
});
