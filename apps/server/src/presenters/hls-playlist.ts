import { heardSamplesOf, ORIGINAL_NAME, type Rendition } from '#models/playback.ts';

/** RFC 8216 and its successor draft: fragmented MP4 needs version 7. */
const VERSION = 7;
const HEAD = ['#EXTM3U', `#EXT-X-VERSION:${VERSION}`, '#EXT-X-INDEPENDENT-SEGMENTS'];
/** What boxes add to the rate that encoders keep, and how far above it a segment of theirs comes: measured in hls-rules.test.ts. */
const ENCODED = { average: 1.02, peak: 1.08 };
/** Of originals: boxes beside the average of the file, whose loudest part is this much above it. */
const ORIGINAL_OVERHEAD = 1.05;
const ORIGINAL_PEAK = { mp3: 1.5, aac: 1.5, opus: 1.5, vorbis: 2 } as const;
/** FLAC that saves nothing has the samples and the heads of its frames; segments begin at whole ones. */
const LOSSLESS_OVERHEAD = 1.05;
const DEEPEST_BITS = 24;

/** The renditions of a track, to choose from by rate. */
export function toMasterPlaylist(renditions: readonly Rendition[]): string {
  const lines = renditions.flatMap((rendition) => {
    const { peak, average } = bandwidthOf(rendition);
    const attributes = [
      `BANDWIDTH=${Math.round(peak)}`,
      `AVERAGE-BANDWIDTH=${Math.round(Math.min(average, peak))}`,
      `CODECS="${codecsOf(rendition)}"`,
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${rendition.name}/index.m3u8`];
  });
  return [...HEAD, ...lines, ''].join('\n');
}

/** RFC 8216, section 4.3.4.2: no segment may be above the peak, so what varies gets a bound that holds. */
function bandwidthOf(rendition: Rendition): { peak: number; average: number } {
  const { name, codec, bitrateKbps, sampleRateHz, channels, bitDepth } = rendition;
  const rate = bitrateKbps * 1000;
  if (codec === 'flac') {
    const peak = sampleRateHz * channels * (bitDepth ?? DEEPEST_BITS) * LOSSLESS_OVERHEAD;
    return { peak, average: rate * ORIGINAL_OVERHEAD };
  }
  if (name !== ORIGINAL_NAME) return { peak: rate * ENCODED.peak, average: rate * ENCODED.average };
  const average = rate * ORIGINAL_OVERHEAD;
  return { peak: average * ORIGINAL_PEAK[codec], average };
}

/** One rendition: the lengths of its segments sum up to what is heard. */
export function toMediaPlaylist(rendition: Rendition): string {
  const seconds = Array.from(
    { length: rendition.segmentCount },
    (_, index) => heardSamplesOf(rendition, index) / rendition.sampleRateHz,
  );
  return [
    ...HEAD,
    // Rounded to the nearest second, no segment may be above it.
    `#EXT-X-TARGETDURATION:${Math.max(1, ...seconds.map((length) => Math.round(length)))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MAP:URI="init.mp4"',
    ...seconds.flatMap((length, index) => [`#EXTINF:${length.toFixed(6)},`, `${index}.m4s`]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

/** What `CODECS` holds, of `audio/mp4; codecs="…"`. Safari knows FLAC and Opus by their names in MP4 (fLaC, Opus). */
export function codecsOf({ mimeType }: Pick<Rendition, 'mimeType'>): string {
  const codecs = /codecs="([^"]*)"/.exec(mimeType)?.[1] ?? '';
  return { flac: 'fLaC', opus: 'Opus', mp3: 'mp4a.40.34' }[codecs] ?? codecs;
}
