import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rendition } from '#models/playback.ts';
import { toMasterPlaylist, toMediaPlaylist } from './hls-playlist.ts';
import { toDashManifest } from './dash-manifest.ts';

const aac: Rendition = {
  name: 'aac-128-44100-2-xabcdef',
  container: 'mp4',
  codec: 'aac',
  mimeType: 'audio/mp4; codecs="mp4a.40.2"',
  bitrateKbps: 128,
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: null,
  segmentSamples: 176_128,
  segmentCount: 3,
  delaySamples: 2048,
  durationSamples: 441_000,
};
const flac: Rendition = {
  ...aac,
  name: 'original',
  codec: 'flac',
  mimeType: 'audio/mp4; codecs="flac"',
  bitrateKbps: 900,
  bitDepth: 16,
  delaySamples: 0,
};

test('the lengths of segments sum up to what is heard, and none is above the target', () => {
  const lines = toMediaPlaylist(aac).split('\n');
  const seconds = lines.flatMap((line) => (line.startsWith('#EXTINF:') ? [Number(line.slice(8, -1))] : []));
  assert.equal(seconds.length, 3);
  assert.ok(Math.abs(seconds.reduce((sum, length) => sum + length, 0) - 10) < 0.000_01);
  const target = Number(/#EXT-X-TARGETDURATION:(\d+)/.exec(lines.join('\n'))?.[1]);
  assert.ok(seconds.every((length) => Math.round(length) <= target));
  assert.deepEqual(lines.slice(0, 3), ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']);
  assert.deepEqual(lines.slice(-3), ['2.m4s', '#EXT-X-ENDLIST', '']);
});

test('a master playlist names codecs as Safari knows them, and a bandwidth that holds', () => {
  const lines = toMasterPlaylist([flac, aac]).split('\n');
  const variants = lines.filter((line) => line.startsWith('#EXT-X-STREAM-INF'));
  assert.match(variants[0] ?? '', /BANDWIDTH=1481760,AVERAGE-BANDWIDTH=945000,CODECS="fLaC"/);
  assert.match(variants[1] ?? '', /BANDWIDTH=138240,AVERAGE-BANDWIDTH=130560,CODECS="mp4a.40.2"/);
  assert.ok(lines.includes('original/index.m3u8') && lines.includes('aac-128-44100-2-xabcdef/index.m3u8'));
});

test('DASH: a timeline on which the encoder’s delay lies before the beginning', () => {
  const manifest = toDashManifest([aac]);
  assert.match(manifest, /mediaPresentationDuration="PT10.000S"/);
  assert.ok(!manifest.includes('presentationTimeOffset'));
  assert.match(manifest, /<S t="0" d="174080"\/><S d="176128"\/><S d="90792"\/>/);
  const longer = toDashManifest([{ ...aac, segmentCount: 5, durationSamples: 793_256 }]);
  assert.match(longer, /<S t="0" d="174080"\/><S d="176128" r="2"\/><S d="90792"\/>/);
});
