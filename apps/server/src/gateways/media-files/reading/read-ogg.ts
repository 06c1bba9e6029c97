import { opusPacketSamples } from '@jetstream/media-containers/opus-packets';
import { keyOfParts } from './audio-key.ts';
import { type FileView, MalformedAudio, NotAudio } from './file-view.ts';
import { findLastSample } from './find-last-sample.ts';
import { listOggLinks, type OggLink } from './ogg-chain.ts';
import { findLastPage, type LastPage, listPacketHeads, type OggPage, type OggStream } from './ogg-pages.ts';
import { identifyOggCodec, type OggCodec } from './ogg-codecs.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { flacKey } from './read-flac.ts';
import { TagSink } from './tag-sink.ts';
import { takePictureBlock, takeVorbisComment } from './vorbis-comment.ts';

const MOST_FLAC_BLOCKS = 64;
const HEAD_SAMPLE_BYTES = 4 * 1024;

/**
 * Reads Vorbis, Opus, FLAC and Speex in Ogg. The length is the last page's position, so only both ends are read. Of streams that follow
 * each other the first tells what it is.
 */
export function readOgg(view: FileView): RawReading {
  const [first, ...others] = listOggLinks(view);
  const sink = new TagSink();
  const link = readLink(view, first, sink);
  const { stream, codec, audioStart, last } = link;
  const durationMs = others.reduce((sum, other) => sum + measureLink(view, other), link.durationMs);
  // A gain in the header makes another sound of the same packets.
  const gain = codec.outputGain === 0 ? '' : ` ${codec.outputGain}`;
  const label = `ogg ${codec.name} ${last.granule}${gain}`;
  return {
    sink,
    durationMs,
    isCutOff: last.isCutOff,
    audioKey:
      (codec.flac === null ? null : flacKey(codec.flac)) ??
      keyOfParts(label, [stream.readPayload(HEAD_SAMPLE_BYTES), last.payload]),
    format: {
      container: 'Ogg',
      codec: codec.name,
      mimeType: 'audio/ogg',
      isLossless: codec.flac !== null,
      bitrateKbps: toBitrateKbps(view.size - audioStart, durationMs),
      sampleRateHz: codec.sampleRateHz,
      bitDepth: codec.flac?.bitDepth ?? null,
      channels: codec.channels,
    },
  };
}

interface LinkReading {
  stream: OggStream;
  codec: OggCodec;
  audioStart: number;
  last: LastPage;
  durationMs: number;
}

function readLink(view: FileView, link: OggLink | undefined, sink: TagSink): LinkReading {
  const { stream, codec } = findAudio(link?.streams ?? []);
  takeHeaders(stream, codec, sink);
  const audioStart = stream.position;
  const last = findLastPage(view, stream.serial, link?.end);
  if (last === null) throw new MalformedAudio('The Ogg stream has no end.');
  const told = Math.max(0, last.granule - codec.preSkip - firstGranule(view, stream, codec));
  const samples = last.granule === 0 ? countFlac(view, codec, link?.end) : told;
  return { stream, codec, audioStart, last, durationMs: toDurationMs(samples, codec.granuleRateHz) };
}

/** Some programs leave the positions of pages at 0: frames of FLAC are numbered too. */
function countFlac(view: FileView, { flac }: OggCodec, end = view.size): number {
  return flac === null ? 0 : flac.totalSamples || (findLastSample(view, end, flac) ?? 0);
}

/** What cannot be read behind the first is not heard either. */
function measureLink(view: FileView, link: OggLink): number {
  try {
    return readLink(view, link, new TagSink()).durationMs;
  } catch (error) {
    if (error instanceof MalformedAudio || error instanceof NotAudio) return 0;
    throw error;
  }
}

function findAudio(streams: readonly OggStream[]): { stream: OggStream; codec: OggCodec } {
  let hasVideo = false;
  for (const stream of streams) {
    const packet = stream.readPacket();
    const codec = identifyOggCodec(packet);
    if (codec === 'video') hasVideo = true;
    else if (codec !== null && !hasVideo) return { stream, codec };
  }
  if (hasVideo) throw new NotAudio('Holds video.', 'video');
  throw new MalformedAudio('No audio stream that JetStream knows in this Ogg file.');
}

function takeHeaders(stream: OggStream, codec: OggCodec, sink: TagSink): void {
  if (codec.flac !== null) {
    takeFlacHeaders(stream, sink);
    return;
  }
  const comment = stream.readPacket();
  const prefix = codec.commentPrefix;
  if (comment.toString('latin1', 0, prefix.length) === prefix) takeVorbisComment(comment.subarray(prefix.length), sink);
  for (let header = 0; header < codec.headersAfterComment; header++) stream.readPacket();
}

/** Each packet is a metadata block, until the one that says it is the last. */
function takeFlacHeaders(stream: OggStream, sink: TagSink): void {
  for (let count = 0; count < MOST_FLAC_BLOCKS; count++) {
    const block = stream.readPacket();
    const head = block[0] ?? 0xff;
    if (head === 0xff || block.length < 4) return;
    if ((head & 0x7f) === 4) takeVorbisComment(block.subarray(4), sink);
    else if ((head & 0x7f) === 6) takePictureBlock(block.subarray(4), sink);
    if ((head & 0x80) !== 0) return;
  }
}

/** A recorded stream starts in the middle: its first page then ends far beyond what its packets hold, or can hold. */
function firstGranule(view: FileView, stream: OggStream, codec: OggCodec): number {
  const first = stream.peekPage();
  if (first === null || first.granule <= 0) return 0;
  const held = codec.name === 'opus' ? countOpusSamples(view, first) : first.packets * codec.longestPacket;
  const start = first.granule - held;
  // Encoders differ in what they count before the first packet, by less than one.
  return start > codec.longestPacket ? start : 0;
}

const countOpusSamples = (view: FileView, page: OggPage): number =>
  listPacketHeads(view, page, 2).reduce((sum, head) => sum + (opusPacketSamples(head) ?? 0), 0);
