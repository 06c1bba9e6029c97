import { writeInitSegment } from '@jetstream/media-containers';
import { flacHeadBytesOf, layOutVerbatim, writeFlacHead } from '@jetstream/media-containers/flac-frames';
import { PACKET_SAMPLES, plainKbpsOf } from '#models/encoding-target.ts';
import { toDurationMs, type OfferedFile } from '#models/playback.ts';
import {
  inPlaces,
  layOutFlac,
  layOutMp3,
  layOutMp4,
  sidxBytesOf,
  writeSidx,
  type WholeLayout,
} from '#models/whole-layout.ts';
import { infoFrameBytesOf, writeInfoFrame } from './mp3-info-frame.ts';
import type { OpenRendition } from './rendition-reader.ts';

/** An encoded file, of which everything but the sound is known. */
export interface WholeFile {
  offer: OfferedFile;
  /** In the places of the file. */
  rendition: OpenRendition;
  layout: WholeLayout;
  contentType: string;
  writeHead(): Uint8Array;
}

/** The name below the rendition's. */
export const wholeNameOf = (codec: string): string =>
  ({ mp3: 'whole.mp3', aac: 'whole.m4a', flac: 'whole.flac' })[codec] ?? 'whole.mp4';

const PLANS: Readonly<Record<string, (rendition: OpenRendition) => Pick<WholeFile, 'layout' | 'writeHead'>>> = {
  mp3: planMp3,
  flac: planFlac,
};
const BARE_TYPES: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', flac: 'audio/flac' };

/** Plans the whole of an encoded rendition. */
export function layOutWhole(encoded: OpenRendition): WholeFile {
  const rendition = inPlaces(encoded);
  const { name, codec, mimeType } = rendition;
  const { layout, writeHead } = (PLANS[codec] ?? planMp4)(rendition);
  const contentType = BARE_TYPES[codec] ?? 'audio/mp4';
  const offer = {
    path: `${name}/${wholeNameOf(codec)}`,
    mimeType: BARE_TYPES[codec] ?? mimeType,
    bitrateKbps: codec === 'flac' ? plainKbpsOf(rendition) : rendition.bitrateKbps,
    sizeBytes: layout.sizeBytes,
    durationMs: toDurationMs(rendition),
    isOriginal: false,
  };
  return { offer, rendition, layout, contentType, writeHead };
}

function planMp3(rendition: OpenRendition) {
  const layout = layOutMp3(rendition, infoFrameBytesOf(rendition));
  const { frameCount, frameBytes } = layout;
  const { delaySamples, durationSamples } = rendition;
  const paddingSamples = frameCount * PACKET_SAMPLES.mp3 - delaySamples - durationSamples;
  const soundBytes = frameCount * frameBytes;
  return {
    layout,
    writeHead: () => writeInfoFrame(rendition, { frameCount, soundBytes, delaySamples, paddingSamples }),
  };
}

/** Lossless coding has no bound that is near enough, so frames hold the samples as they are; a seek point for each segment. */
function planFlac(rendition: OpenRendition) {
  const { sampleRateHz, channels, durationSamples, segmentSamples } = rendition;
  const bitDepth = rendition.bitDepth === 24 ? 24 : 16;
  const sound = { sampleRateHz, channels, bitDepth, durationSamples, blockSamples: PACKET_SAMPLES.flac } as const;
  const frames = layOutVerbatim(sound);
  const segmentFrames = segmentSamples / PACKET_SAMPLES.flac;
  const headBytes = flacHeadBytesOf(Math.ceil(frames.frameCount / segmentFrames));
  return {
    layout: layOutFlac(rendition, headBytes, frames),
    writeHead: () => writeFlacHead(sound, segmentFrames),
  };
}

function planMp4(rendition: OpenRendition) {
  const { setup, delaySamples, durationSamples } = rendition;
  const endSample = delaySamples + durationSamples;
  const packet = PACKET_SAMPLES[rendition.codec === 'opus' ? 'opus' : 'aac'];
  const paddingSamples = Math.ceil(endSample / packet) * packet - endSample;
  const init = writeInitSegment(setup, { delaySamples, durationSamples, paddingSamples });
  const layout = layOutMp4(rendition, init.length + sidxBytesOf(rendition));
  const writeHead = () => {
    const bytes = new Uint8Array(layout.headBytes);
    bytes.set(init);
    bytes.set(writeSidx(rendition), init.length);
    return bytes;
  };
  return { layout, writeHead };
}
