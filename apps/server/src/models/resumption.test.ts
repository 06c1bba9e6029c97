import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTrack } from '#test/support/build-catalogue.ts';
import type { TrackId, UserId } from './ids.ts';
import type { Play } from './play.ts';
import { findLeftPositions, toResumptions } from './resumption.ts';

const MINUTE_MS = 60_000;
const userId = 'user' as UserId;
const buildPlay = (trackId: string, playedMs: number, playedAtMs = 0): Play => ({
  id: 'id',
  userId,
  trackId: trackId as TrackId,
  albumId: null,
  artistIds: [],
  playedAtMs,
  playedMs,
  client: 'test',
});
const long = buildTrack({ id: 'long' as TrackId, durationMs: 60 * MINUTE_MS });
const short = buildTrack({ id: 'short' as TrackId, durationMs: 10 * MINUTE_MS });

test('the latest play of a long track tells where it was left', () => {
  const plays = [buildPlay('long', 30 * MINUTE_MS, 500), buildPlay('long', 50 * MINUTE_MS, 100)];
  const resumptions = toResumptions(findLeftPositions(undefined, plays), [long]);
  assert.deepEqual(resumptions, [{ track: long, positionMs: 30 * MINUTE_MS, updatedAtMs: 500 + 30 * MINUTE_MS }]);
});

test('short tracks are resumed from the queue alone', () => {
  const plays = [buildPlay('short', 6 * MINUTE_MS)];
  assert.deepEqual(toResumptions(findLeftPositions(undefined, plays), [short]), []);
  const queue = {
    userId,
    items: [{ itemId: 'a', trackId: short.id }],
    unshuffledItemIds: [],
    currentItemId: 'a',
    positionMs: MINUTE_MS,
    isShuffled: false,
    repeat: 'off' as const,
    client: 'test',
    updatedAtMs: 7,
  };
  const resumptions = toResumptions(findLeftPositions(queue, plays), [short]);
  assert.deepEqual(resumptions, [{ track: short, positionMs: MINUTE_MS, updatedAtMs: 7 }]);
});

test('what is nearly over is not resumed, nor a track that is unknown', () => {
  const left = findLeftPositions(undefined, [buildPlay('long', 58 * MINUTE_MS), buildPlay('lost', 30 * MINUTE_MS)]);
  assert.deepEqual(toResumptions(left, [long]), []);
});
