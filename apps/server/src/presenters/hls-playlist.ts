import { heardSamplesOf, type Rendition } from '#models/playback.ts';

/** RFC 8216 and its successor draft: fragmented MP4 needs version 7. */
const VERSION = 7;
const HEAD = ['#EXTM3U', `#EXT-X-VERSION:${VERSION}`, '#EXT-X-INDEPENDENT-SEGMENTS'];
/** Of boxes and fragment heads, for each kbit/s of sound. */
const OVERHEAD = 1.05;
/** A lossless or variable stretch may be so much above its average. */
const PEAK = { flac: 2, mp3: 1.5, aac: 1.15, opus: 1.3, vorbis: 1.5 } as const;

/** The renditions of a track, to choose from by rate. */
export function toMasterPlaylist(renditions: readonly Rendition[]): string {
  const lines = renditions.flatMap((rendition) => {
    const average = Math.round(rendition.bitrateKbps * 1000 * OVERHEAD);
    const attributes = [
      `BANDWIDTH=${Math.round(average * PEAK[rendition.codec])}`,
      `AVERAGE-BANDWIDTH=${average}`,
      `CODECS="${codecsOf(rendition)}"`,
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${rendition.name}/index.m3u8`];
  });
  return [...HEAD, ...lines, ''].join('\n');
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
