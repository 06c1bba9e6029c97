import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decidePlayback, isOfferable, isOfferedOf, type ProbedSound } from './decide-playback.ts';
import { toTargetName } from './encoding-target.ts';
import type { PlaybackClient } from './playback.ts';

const flacSound: ProbedSound = {
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: 16,
  isLossless: true,
  bitrateKbps: 900,
  packets: { codec: 'flac', containers: ['mp4'] },
  isDamaged: false,
};
const flac = { format: { mimeType: 'audio/flac', codec: 'flac' }, sound: flacSound };
const alac = { format: { mimeType: 'audio/mp4', codec: 'alac' }, sound: { ...flacSound, packets: null } };
const lossy = { ...flacSound, bitDepth: null, isLossless: false };
const mp3 = {
  format: { mimeType: 'audio/mpeg', codec: 'mp3' },
  sound: { ...lossy, bitrateKbps: 320, packets: { codec: 'mp3', containers: ['mp4'] } } satisfies ProbedSound,
};
const vorbis = {
  format: { mimeType: 'audio/ogg', codec: 'vorbis' },
  sound: { ...lossy, bitrateKbps: 128, packets: { codec: 'vorbis', containers: ['webm'] } } satisfies ProbedSound,
};
const dsd = {
  format: { mimeType: 'audio/x-dsf', codec: 'dsd' },
  sound: { ...flacSound, sampleRateHz: 2_822_400, bitDepth: 1, bitrateKbps: 5645, packets: null },
};
const surround = { ...alac, sound: { ...alac.sound, channels: 6, bitDepth: 24 } };
const hires = { ...alac, sound: { ...alac.sound, sampleRateHz: 192_000, bitDepth: 24, bitrateKbps: 6000 } };

const anything: PlaybackClient = {
  segments: [
    { container: 'mp4', codec: 'flac' },
    { container: 'mp4', codec: 'opus' },
    { container: 'mp4', codec: 'aac' },
    { container: 'mp4', codec: 'mp3' },
    { container: 'webm', codec: 'vorbis' },
  ],
  files: ['audio/mpeg', 'audio/flac', 'audio/mp4; codecs="mp4a.40.2"', 'audio/ogg; codecs="vorbis"'],
  maxBitrateKbps: null,
  maxSampleRateHz: null,
  maxChannels: null,
  quality: 'original',
  network: 'unmetered',
};
const mp4 = (...codecs: ('aac' | 'flac' | 'opus' | 'mp3')[]) =>
  codecs.map((codec) => ({ container: 'mp4' as const, codec }));
const apple = { segments: mp4('aac', 'flac'), files: ['audio/mp4', 'audio/mpeg'] };
const radio = { segments: [], files: ['audio/mpeg'] };
const nothing = { segments: [], files: [] };

type Source = { format: { mimeType: string; codec: string }; sound: ProbedSound };
/** Chosen rendition, number of others, file. */
type Row = [what: string, source: Source, wish: Partial<PlaybackClient>, expected: string];

const rows: Row[] = [
  ['FLAC that is played', flac, {}, 'direct as-is | original +5 | original'],
  ['FLAC only in segments', flac, { files: [] }, 'remux container-unsupported | original +5 | none'],
  ['FLAC only as a file', flac, { segments: [] }, 'direct as-is | none | original'],
  [
    'FLAC where no FLAC is played',
    flac,
    { segments: mp4('aac'), files: [] },
    'transcode codec-unsupported | aac-256-44100-2 +4 | none',
  ],
  [
    'FLAC at high quality',
    flac,
    { quality: 'high' },
    'transcode quality-chosen | opus-256-48000-2 +4 | aac-256-44100-2',
  ],
  [
    'FLAC at normal quality',
    flac,
    { quality: 'normal' },
    'transcode quality-chosen | opus-160-48000-2 +3 | aac-160-44100-2',
  ],
  ['FLAC at low quality', flac, { quality: 'low' }, 'transcode quality-chosen | opus-96-48000-2 +1 | aac-96-44100-2'],
  [
    'FLAC on a metered network',
    flac,
    { network: 'metered' },
    'transcode network-limited | opus-192-48000-2 +3 | aac-192-44100-2',
  ],
  [
    'FLAC on a slow network',
    flac,
    { network: 'slow' },
    'transcode network-limited | opus-96-48000-2 +1 | aac-96-44100-2',
  ],
  [
    'FLAC under a bound',
    flac,
    { maxBitrateKbps: 130 },
    'transcode bitrate-above-limit | opus-128-48000-2 +2 | aac-128-44100-2',
  ],
  [
    'FLAC under the lowest bound',
    flac,
    { maxBitrateKbps: 32 },
    'transcode bitrate-above-limit | opus-32-48000-2 +0 | aac-32-44100-2',
  ],
  ['FLAC under a bound that it keeps', flac, { maxBitrateKbps: 900 }, 'direct as-is | original +5 | original'],
  [
    'stereo for one ear',
    flac,
    { maxChannels: 1 },
    'transcode channels-unsupported | flac-16-44100-1 +5 | flac-16-44100-1',
  ],
  ['ALAC becomes FLAC', alac, {}, 'transcode codec-unsupported | flac-16-44100-2 +5 | flac-16-44100-2'],
  [
    'ALAC for a player of files of FLAC',
    alac,
    { segments: [], files: ['audio/flac', 'audio/mpeg'] },
    'transcode codec-unsupported | none | flac-16-44100-2',
  ],
  [
    'ALAC where samples as they are would pass a bound',
    alac,
    { segments: [], files: ['audio/flac', 'audio/mpeg'], maxBitrateKbps: 1400 },
    'transcode codec-unsupported | none | mp3-320-48000-2',
  ],
  ['ALAC where it is played', alac, { files: ['audio/mp4; codecs="alac"'] }, 'direct as-is | none | original'],
  [
    'ALAC at normal quality',
    alac,
    { quality: 'normal' },
    'transcode quality-chosen | opus-160-48000-2 +3 | aac-160-44100-2',
  ],
  [
    'ALAC where only AAC and FLAC are',
    alac,
    apple,
    'transcode codec-unsupported | flac-16-44100-2 +5 | aac-256-44100-2',
  ],
  [
    'hi-res for a client of 48 kHz',
    hires,
    { maxSampleRateHz: 48_000 },
    'transcode sample-rate-unsupported | flac-24-48000-2 +5 | flac-24-48000-2',
  ],
  [
    'hi-res for a client of 44.1 kHz keeps what is heard of it',
    hires,
    { maxSampleRateHz: 44_100 },
    'transcode sample-rate-unsupported | flac-24-44100-2 +5 | flac-24-44100-2',
  ],
  ['hi-res as it is', hires, {}, 'transcode codec-unsupported | flac-24-192000-2 +5 | flac-24-192000-2'],
  [
    'surround stays so where nothing is lost',
    surround,
    {},
    'transcode codec-unsupported | flac-24-44100-6 +5 | flac-24-44100-6',
  ],
  ['DSD', dsd, {}, 'transcode codec-unsupported | flac-24-176400-2 +5 | flac-24-176400-2'],
  ['MP3 that is played', mp3, {}, 'direct as-is | original +5 | original'],
  [
    'MP3 where it is not',
    mp3,
    { segments: mp4('aac'), files: [] },
    'transcode codec-unsupported | aac-256-44100-2 +4 | none',
  ],
  ['MP3 is not encoded for a few kbit/s', mp3, { maxBitrateKbps: 300 }, 'direct as-is | original +5 | original'],
  ['Vorbis that is played', vorbis, {}, 'direct as-is | original +2 | original'],
  ['Vorbis in segments', vorbis, { files: [] }, 'remux container-unsupported | original +2 | none'],
  [
    'Vorbis gets no more than it has',
    vorbis,
    apple,
    'transcode codec-unsupported | aac-128-44100-2 +2 | aac-128-44100-2',
  ],
  [
    'Vorbis between two rates gets the one above',
    { ...vorbis, sound: { ...vorbis.sound, bitrateKbps: 78 } },
    { ...apple, files: ['audio/mpeg'], segments: [] },
    'transcode codec-unsupported | none | mp3-96-48000-2',
  ],
  ['a radio that plays MP3 alone', flac, radio, 'transcode codec-unsupported | none | mp3-320-48000-2'],
  [
    'a radio of 44.1 kHz',
    flac,
    { ...radio, maxSampleRateHz: 44_100 },
    'transcode codec-unsupported | none | mp3-320-32000-2',
  ],
  ['a client that plays nothing', flac, nothing, 'unsupported'],
  [
    'a damaged file',
    { ...flac, sound: { ...flacSound, packets: null, isDamaged: true } },
    {},
    'transcode damaged | flac-16-44100-2 +5 | flac-16-44100-2',
  ],
];

describe('what a client is given', () => {
  for (const [what, { format, sound }, wish, expected] of rows)
    test(`${what}: ${expected}`, () => assert.equal(tell(format, sound, { ...anything, ...wish }), expected));
});

function tell(format: Source['format'], sound: ProbedSound, client: PlaybackClient): string {
  const plan = decidePlayback(format, client, sound);
  if (!plan) return 'unsupported';
  const nameOf = (target: (typeof plan)['file']) =>
    target === null ? 'none' : target === 'original' ? target : toTargetName(target);
  const [chosen, ...others] = plan.renditions;
  const segments = chosen ? `${nameOf(chosen.target)} +${others.length}` : 'none';
  return `${plan.decision} ${plan.reason} | ${segments} | ${nameOf(plan.file)}`;
}

test('beside sound of a rate that Opus does not have are lower rates of AAC, down to where Opus is clearly better', () => {
  const listBeside = (source: Source, client: Partial<PlaybackClient> = {}) => {
    const [, ...beside] = decidePlayback(source.format, { ...anything, ...client }, source.sound)?.renditions ?? [];
    return beside.map(({ target }) => (target === 'original' ? target : toTargetName(target)));
  };
  const opus = [256, 192, 128, 96, 64].map((bitrateKbps) => `opus-${bitrateKbps}-48000-2`);
  const aac = [256, 192, 128, 96].map((bitrateKbps) => `aac-${bitrateKbps}-44100-2`);
  for (const source of [flac, alac, mp3]) assert.deepEqual(listBeside(source), [...aac, 'opus-64-48000-2']);
  assert.deepEqual(listBeside(flac, { segments: mp4('flac', 'opus') }), opus);
  assert.deepEqual(listBeside({ ...flac, sound: { ...flacSound, sampleRateHz: 48_000 } }), opus);
  // No lossy codec has so many samples: the rate changes whatever is chosen.
  assert.deepEqual(listBeside(hires), opus);
  // Nothing changes its rate where all of them are Opus.
  assert.deepEqual(listBeside(flac, { quality: 'high' }), opus.slice(1));
});

test('what was offered stays good when the catalogue is corrected, unless it would be FLAC of what is not there', () => {
  const offered = (source: Source) =>
    (
      decidePlayback(source.format, anything, { ...source.sound, packets: null, isDamaged: true })?.renditions ?? []
    ).flatMap(({ target }) => (target === 'original' ? [] : [target]));
  const corrected: ProbedSound = { ...lossy, bitrateKbps: 40, sampleRateHz: 22_050, channels: 1, packets: null };
  for (const target of offered(mp3)) assert.ok(isOfferable(target) && isOfferedOf(target, corrected));
  const [best, ...others] = offered(hires);
  assert.ok(best && isOfferedOf(best, hires.sound) && !isOfferedOf(best, flacSound) && !isOfferedOf(best, corrected));
  for (const target of others) assert.ok(isOfferable(target) && isOfferedOf(target, corrected));
});
