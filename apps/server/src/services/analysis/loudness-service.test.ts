import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { AlbumId, TrackId } from '#models/ids.ts';
import { toSoundId } from '#models/track-analysis.ts';
import { defaultUserSettings } from '#models/user.ts';
import type { Store } from '#repositories/repositories.ts';
import { EventBus } from '#services/events.ts';
import { buildAnalysis, buildWaveform } from '#test/support/build-analysis.ts';
import { addTracks, buildTrack, type TrackWish } from '#test/support/build-catalogue.ts';
import { buildUser } from '#test/support/build-user.ts';
import { openTestStore } from '#test/support/open-test-store.ts';
import { LoudnessService } from './loudness-service.ts';

const user = buildUser('ada');
const events = new EventBus((error) => assert.fail(error as Error));
const tags = { trackGainDb: -7, trackPeak: 0.9, albumGainDb: null, albumPeak: null };
const wish = (name: string, overrides: Partial<TrackWish> = {}): TrackWish => ({
  id: name as TrackId,
  audioKey: `key ${name}`,
  albumTitle: 'Level',
  ...overrides,
});
const wishes = [wish('one', { replayGain: tags }), wish('two'), wish('alone', { albumTitle: 'Other' })];
const [one, two, alone] = wishes.map(buildTrack);
const albumOf = async () => store.repositories.tracks.listAlbumTracks(one?.albumId as AlbumId);

let store: Store;
let service: LoudnessService;

async function measure(...tracks: (typeof one)[]): Promise<void> {
  for (const track of tracks)
    if (track)
      await store.repositories.trackAnalyses.saveAnalysis({
        analysis: buildAnalysis({ id: toSoundId(track) }),
        waveform: buildWaveform(),
      });
}

before(async () => {
  store = await openTestStore();
  await store.repositories.users.createUser(user);
  await addTracks(store.repositories, wishes);
  service = new LoudnessService({ repositories: store.repositories, events });
});
after(() => store.close());

it('knows only the tags of what was not measured', async () => {
  assert.ok(one && two);
  const gains = await service.findGains(user.id, [one, two]);
  assert.deepEqual([...gains], [['one', { ...tags, source: 'tags' }]]);
  assert.equal(await service.findTrackLoudness(one), null);
  await assert.rejects(service.getWaveform(one.id), { code: 'not-found' });
});

it('has the loudness of an album once all of it was looked at', async () => {
  assert.ok(one && two);
  await measure(one);
  assert.equal(await service.findAlbumLoudness(await albumOf()), null);
  assert.equal((await service.findGains(user.id, [one])).get(one.id)?.albumGainDb, null);
  await measure(two);
  const loudness = await service.findAlbumLoudness(await albumOf());
  assert.ok(Math.abs((loudness?.integratedLufs ?? 0) + 14) < 0.1, `${loudness?.integratedLufs}`);
  assert.equal(loudness?.truePeakDbtp, -0.3);
});

it('leaves a file that cannot be measured out of its album', async () => {
  assert.ok(alone);
  const fault = { code: 'media-unreadable', message: 'No music.', tries: 1 } as const;
  const analysis = buildAnalysis({ id: toSoundId(alone), sound: null, fault });
  await store.repositories.trackAnalyses.saveAnalysis({ analysis, waveform: null });
  assert.equal(await service.findAlbumLoudness([alone]), null);
  const tracks = [...(await albumOf()), alone];
  assert.ok(Math.abs(((await service.findAlbumLoudness(tracks))?.integratedLufs ?? 0) + 14) < 0.1);
});

it('levels by what the user prefers', async () => {
  assert.ok(one && two);
  const [first] = [(await service.findGains(user.id, [one])).get(one.id)];
  assert.deepEqual([first?.source, first?.trackGainDb, first?.trackPeak], ['tags', -7, 0.9]);
  await store.repositories.users.saveSettings(user.id, { ...defaultUserSettings, loudnessSource: 'measured' });
  const gains = await service.findGains(user.id, [one, two]);
  assert.deepEqual(
    [one, two].map(({ id }) => [gains.get(id)?.source, gains.get(id)?.trackGainDb]),
    [
      ['measured', -3.8],
      ['measured', -3.8],
    ],
  );
});

it('levels what has more channels by what two loudspeakers play of it', async () => {
  assert.ok(alone);
  const analysis = buildAnalysis({ id: toSoundId(alone) });
  const loudness = analysis.sound && {
    ...analysis.sound.loudness,
    // 1000 blocks at -22 LUFS, as those of the channels are at -14.
    mixed: { integratedLufs: -22, truePeakDbtp: -8, blocks: Buffer.from([0xbf, 0x07, 0xe8, 0x07]).toString('base64') },
  };
  const sound = analysis.sound && loudness && { ...analysis.sound, loudness };
  await store.repositories.trackAnalyses.saveAnalysis({ analysis: { ...analysis, sound }, waveform: null });
  const gain = (await service.findGains(user.id, [alone])).get(alone.id);
  assert.deepEqual([gain?.trackGainDb, gain?.trackPeak], [4, 0.398107]);
  assert.ok(Math.abs((gain?.albumGainDb ?? 0) - 4) < 0.1, `${gain?.albumGainDb}`);
  assert.equal((await service.findTrackLoudness(alone))?.integratedLufs, -14.2);
});

it('finds the waveform of a track by its sound', async () => {
  assert.ok(one);
  const { waveform, sound } = await service.getWaveform(one.id);
  assert.deepEqual(waveform, buildWaveform());
  assert.equal(sound.headSilenceMs, 120);
});
