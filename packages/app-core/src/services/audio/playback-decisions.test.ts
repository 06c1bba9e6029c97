import type { PlaybackRequest } from '@jetstream/api-contract';
import { beforeEach, expect, it } from 'vitest';
import { buildPlayback } from '#test/support/build-playback.ts';
import { settled } from '#test/support/fake-environment.ts';
import type { ApiService } from '../api/api-service.ts';
import { PlaybackDecisions, type PlaybackAbilities } from './playback-decisions.ts';

const MINUTE_MS = 60_000;

let decisions: PlaybackDecisions;
let asked: string[];
let nowMs: number;
let network: PlaybackAbilities['network'];
beforeEach(() => {
  asked = [];
  nowMs = 0;
  network = 'unmetered';
  const request = async (_name: string, { body }: { body: PlaybackRequest }) => {
    asked.push(...body.trackIds);
    return { data: { playbacks: body.trackIds.map((trackId) => buildPlayback(trackId)), refusals: [] } };
  };
  decisions = new PlaybackDecisions({
    api: { request } as unknown as ApiService,
    nowMs: () => nowMs,
    abilities: () => ({ segments: [], files: ['audio/flac'], maxSampleRateHz: null, maxChannels: null, network }),
    qualityFor: () => 'high',
  });
});

it('has the answer ready for a track that was foreseen, and asks once', async () => {
  decisions.foresee('track');
  await decisions.get('track');
  decisions.foresee('track');
  expect(decisions.find('track')).toMatchObject({ trackId: 'track' });
  expect(asked).toEqual(['track']);
});

it('foresees one track at a time, so that a pointer over a long list asks for little', async () => {
  decisions.foresee('first');
  decisions.foresee('second');
  expect(asked).toEqual(['first']);
  await settled();
  decisions.foresee('third');
  expect(asked).toEqual(['first', 'third']);
});

it('foresees nothing where data cost money or come slowly', () => {
  for (network of ['metered', 'slow'] as const) decisions.foresee('track');
  expect(asked).toEqual([]);
});

it('keeps what was foreseen as long as what was asked for, once it is played', async () => {
  decisions.foresee('track');
  await decisions.get('track');
  nowMs = 2 * MINUTE_MS;
  expect(decisions.find('track')).not.toBeNull();
  await decisions.get('track');
  expect(asked).toEqual(['track']);
});

it('asks again for what was foreseen long ago, whose loudness may be known by now, but not for what was played', async () => {
  decisions.foresee('foreseen');
  await settled();
  await decisions.get('played');
  nowMs = 2 * MINUTE_MS;
  expect(decisions.find('foreseen')).toBeNull();
  await decisions.get('foreseen');
  await decisions.get('played');
  expect(asked).toEqual(['foreseen', 'played', 'foreseen']);
});
