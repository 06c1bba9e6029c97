import { toEmbeddedLyrics } from '@jetstream/music-files';
import { type IAudioMetadata, parseFromTokenizer } from 'music-metadata';
import type { TagField } from '#models/audio-reading.ts';
import { type AiffPackets, findAiffPackets } from './aiff-packets.ts';
import { keyOfRange } from './audio-key.ts';
import { findAudioExtent } from './audio-extent.ts';
import { type FileView, MalformedAudio, NotAudio } from './file-view.ts';
import { describeFormat } from './describe-format.ts';
import { readId3v2 } from './id3v2.ts';
import type { RawReading } from './raw-reading.ts';
import type { Container } from './sniff-container.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';
import { ViewTokenizer } from './view-tokenizer.ts';
import { listFirstBlocks } from './wavpack-blocks.ts';

/** As music-metadata chooses its reader: by the ending of a name, which may be another than that of the file. */
const NAMES: Partial<Record<Container, string>> = {
  aiff: 'a.aiff',
  asf: 'a.wma',
  ape: 'a.ape',
  wavpack: 'a.wv',
  musepack: 'a.mpc',
  dsf: 'a.dsf',
  dff: 'a.dff',
  matroska: 'a.mka',
};
const FRONT_COVER = 3;
const MISPLACED_TAGS: ReadonlySet<Container> = new Set(['ape', 'wavpack', 'musepack']);

type Common = IAudioMetadata['common'];

/** Reads any container that music-metadata knows: slower than JetStream's own readers, and much wider. */
export async function readAny(view: FileView, path: string, container: Container): Promise<RawReading> {
  // An ID3v2 tag does not belong before these, and music-metadata stumbles over it.
  const leading = MISPLACED_TAGS.has(container) ? readId3v2(view, 0) : null;
  const base = leading?.end ?? 0;
  const { common, native, format } = await parse(view, path, { container, base });
  if (format.hasVideo === true) throw new NotAudio('Holds video.', 'video');
  if (format.hasAudio === false) throw new NotAudio('Holds no audio.');
  const durationMs = (format.duration ?? 0) * 1_000;
  if (!format.sampleRate && durationMs === 0) throw new MalformedAudio('No audio found.');
  const sink = new TagSink();
  if (leading !== null) {
    // JetStream's own reading of APEv2 and ID3v2 knows more names than music-metadata's.
    sink.addMissingFrom(readTrailingTags(view, leading.end).sink);
    sink.addMissingFrom(leading.sink);
  }
  const known = new TagSink();
  takeCommon(common, known);
  sink.addMissingFrom(known);
  sink.addMissingFrom(takeNative(native));
  const audio = findAudioExtent(view, container);
  return {
    sink,
    durationMs: Number.isFinite(durationMs) ? durationMs : 0,
    audioKey: keyOfRange(view, container, audio.start, audio.end),
    format: describeFormat(format, container, audio.end - audio.start),
  };
}

/** With what music-metadata gets wrong set right. */
async function parse(view: FileView, path: string, { container, base }: { container: Container; base: number }) {
  const blocks = container === 'wavpack' ? listFirstBlocks(view, base) : undefined;
  const end = blocks?.end ?? (container === 'aiff' ? findEndOfForm(view, base) : view.size);
  const tokenizer = new ViewTokenizer(view, NAMES[container] ?? path, { base, end });
  const { format, ...found } = await parseFromTokenizer(tokenizer, { duration: true, mkvUseIndex: true });
  const packets = container === 'aiff' ? findAiffPackets(view, base) : undefined;
  if (packets) return { ...found, format: withPackets(format, packets) };
  return { ...found, format: blocks ? { ...withoutBitrate(format), numberOfChannels: blocks.channels } : format };
}

/** As they are told by who takes packets for samples. */
function withPackets(format: IAudioMetadata['format'], { codec, samples }: AiffPackets): IAudioMetadata['format'] {
  return { ...withoutBitrate(format), codec, duration: (format.duration ?? 0) * samples };
}

/** It is reckoned from what was shown. */
function withoutBitrate(format: IAudioMetadata['format']): IAudioMetadata['format'] {
  const { bitrate: _, ...kept } = format;
  return kept;
}

/** What lies behind the form of an AIFF file is none of its chunks, such as ID3v1; a length that leaves out most of the file is wrong. */
function findEndOfForm(view: FileView, start: number): number {
  const header = view.read(start, 8);
  const end = header.length < 8 ? 0 : start + 8 + header.readUInt32BE(4);
  return end > view.size / 2 && end < view.size ? end : view.size;
}

/** Fields under names that music-metadata passes on without knowing them. */
function takeNative(native: IAudioMetadata['native']): TagSink {
  const sink = new TagSink();
  for (const { id, value } of Object.values(native).flat()) {
    if (typeof value === 'string') sink.addNamed(id.replace(/^WM\//, ''), value);
  }
  return sink;
}

const TEXT_FIELDS: readonly (readonly [keyof Common, TagField])[] = [
  ['title', 'title'],
  ['titlesort', 'titleSort'],
  ['artist', 'artist'],
  ['artists', 'artists'],
  ['artistsort', 'artistSort'],
  ['album', 'album'],
  ['albumartist', 'albumArtist'],
  ['albumartists', 'albumArtists'],
  ['albumartistsort', 'albumArtistSort'],
  ['date', 'date'],
  ['year', 'date'],
  ['releasedate', 'releaseDate'],
  ['originaldate', 'originalDate'],
  ['originalyear', 'originalDate'],
  ['genre', 'genre'],
  ['composer', 'composer'],
  ['composersort', 'composerSort'],
  ['lyricist', 'lyricist'],
  ['conductor', 'conductor'],
  ['remixer', 'remixer'],
  ['producer', 'producer'],
  ['arranger', 'arranger'],
  ['engineer', 'engineer'],
  ['mixer', 'mixer'],
  ['writer', 'writer'],
  ['bpm', 'bpm'],
  ['musicbrainz_recordingid', 'musicBrainzRecordingId'],
  ['musicbrainz_albumid', 'musicBrainzReleaseId'],
  ['musicbrainz_artistid', 'musicBrainzArtistId'],
  ['musicbrainz_albumartistid', 'musicBrainzAlbumArtistId'],
];

function takeCommon(common: Common, sink: TagSink): void {
  for (const [from, to] of TEXT_FIELDS) {
    if (from === 'year' && sink.has('date')) continue;
    for (const value of toList(common[from])) sink.add(to, String(value));
  }
  if (common.compilation === true) sink.add('compilation', '1');
  if (common.track.no) sink.add('trackNumber', String(common.track.no));
  if (common.disk.no) sink.add('discNumber', String(common.disk.no));
  for (const title of toList(common.discsubtitle)) sink.add('discTitle', String(title));
  for (const { text } of common.comment ?? []) sink.add('comment', text ?? '');
  takePerformers(common, sink);
  takeGains(common, sink);
  takeLyrics(common, sink);
  for (const picture of common.picture ?? []) {
    sink.addPicture({ bytes: picture.data, kind: /front/i.test(picture.type ?? '') ? FRONT_COVER : 0 });
  }
}

function takePerformers(common: Common, sink: TagSink): void {
  for (const [role, names] of Object.entries(common)) {
    const instrument = /^performer:(.+)$/.exec(role)?.[1];
    if (instrument === undefined) continue;
    for (const name of toList(names)) sink.add('performer', `${String(name)} (${instrument})`);
  }
}

function takeGains(common: Common, sink: TagSink): void {
  const gains = [
    ['trackGain', common.replaygain_track_gain?.dB],
    ['trackPeak', common.replaygain_track_peak?.ratio],
    ['albumGain', common.replaygain_album_gain?.dB],
    ['albumPeak', common.replaygain_album_peak?.ratio],
  ] as const;
  for (const [field, value] of gains)
    if (value !== undefined && Number.isFinite(value)) sink.add(field, value.toFixed(6));
}

function takeLyrics(common: Common, sink: TagSink): void {
  for (const lyrics of toEmbeddedLyrics(common.lyrics ?? [])) {
    if (lyrics.timedTexts) sink.addTimedLyrics(lyrics);
    else sink.addLyrics(lyrics.text, lyrics.language);
  }
}

const toList = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
