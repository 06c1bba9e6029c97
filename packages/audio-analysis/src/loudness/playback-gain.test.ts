import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toPlaybackGain, type GainSources } from './playback-gain.ts';

const gainOf = (sources: Omit<GainSources, 'channels'>) => toPlaybackGain({ ...sources, channels: 2 });
const tags = { trackGainDb: -7.5, trackPeak: 0.98, albumGainDb: -8, albumPeak: 1 };
const track = { integratedLufs: -12.346, truePeakDbtp: 0.5 };
const album = { integratedLufs: -11, truePeakDbtp: 1 };
const measured = { trackGainDb: -5.65, trackPeak: 1.059254, albumGainDb: -7, albumPeak: 1.122018 };

it('follows the tags, or the measurement, as is preferred', () => {
  assert.deepEqual(gainOf({ tags, track, album, preferred: 'tags' }), { ...tags, source: 'tags' });
  assert.deepEqual(gainOf({ tags, track, album, preferred: 'measured' }), { ...measured, source: 'measured' });
});

it('turns to the other source where the preferred one says nothing', () => {
  assert.deepEqual(gainOf({ tags: null, track, album, preferred: 'tags' }), {
    ...measured,
    source: 'measured',
  });
  assert.deepEqual(gainOf({ tags, track: null, album: null, preferred: 'measured' }), {
    ...tags,
    source: 'tags',
  });
});

it('fills in what the preferred source leaves out', () => {
  const partial = { trackGainDb: -7.5, trackPeak: null, albumGainDb: null, albumPeak: null };
  assert.deepEqual(gainOf({ tags: partial, track, album, preferred: 'tags' }), {
    ...measured,
    trackGainDb: -7.5,
    source: 'tags',
  });
});

it('knows no gain of silence, and of what nobody measured', () => {
  const silence = { integratedLufs: null, truePeakDbtp: null };
  assert.equal(gainOf({ tags: null, track: silence, album: null, preferred: 'measured' }), null);
  assert.equal(gainOf({ tags: null, track: null, album: null, preferred: 'tags' }), null);
});

it('has the gain of an album for a silent track of it', () => {
  const silence = { integratedLufs: null, truePeakDbtp: null };
  const gain = gainOf({ tags: null, track: silence, album, preferred: 'tags' });
  assert.deepEqual([gain?.trackGainDb, gain?.albumGainDb, gain?.source], [null, -7, 'measured']);
});

it('turns what was measured of one channel down, because two loudspeakers play it', () => {
  const mono = { tags, track, album, channels: 1 };
  const gain = toPlaybackGain({ ...mono, preferred: 'measured' });
  assert.deepEqual([gain?.trackGainDb, gain?.albumGainDb], [-8.66, -10.01]);
  assert.equal(gain?.trackPeak, measured.trackPeak);
  assert.equal(toPlaybackGain({ ...mono, preferred: 'tags' })?.trackGainDb, tags.trackGainDb);
});
