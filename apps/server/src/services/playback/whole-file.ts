import { writeInitSegment } from '@jetstream/media-containers';
import { PACKET_SAMPLES } from '#models/encoding-target.ts';
import { toDurationMs, type OfferedFile } from '#models/playback.ts';
import { layOutMp3, layOutMp4, sidxBytesOf, writeSidx, type WholeLayout } from '#models/whole-layout.ts';
import { infoFrameBytesOf, writeInfoFrame } from './mp3-info-frame.ts';
import type { OpenRendition } from './rendition-reader.ts';

/** An encoded file, of which everything but the sound is known. */
export interface WholeFile {
  offer: OfferedFile;
  layout: WholeLayout;
  contentType: string;
  writeHead(): Uint8Array;
}

/** The name below the rendition's. */
export const wholeNameOf = (codec: string): string => ({ mp3: 'whole.mp3', aac: 'whole.m4a' })[codec] ?? 'whole.mp4';

/** Plans the whole of an encoded rendition, of a lossy codec. */
export function layOutWhole(rendition: OpenRendition): WholeFile {
  const { layout, writeHead } = rendition.codec === 'mp3' ? planMp3(rendition) : planMp4(rendition);
  const { name, codec, mimeType, bitrateKbps } = rendition;
  const contentType = codec === 'mp3' ? 'audio/mpeg' : 'audio/mp4';
  const offer = {
    path: `${name}/${wholeNameOf(codec)}`,
    mimeType: codec === 'mp3' ? contentType : mimeType,
    bitrateKbps,
    sizeBytes: layout.sizeBytes,
    durationMs: toDurationMs(rendition),
    isOriginal: false,
  };
  return { offer, layout, contentType, writeHead };
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

function planMp4(rendition: OpenRendition) {
  const init = writeInitSegment(rendition.setup, rendition);
  const layout = layOutMp4(rendition, init.length + sidxBytesOf(rendition.segmentCount));
  const writeHead = () => {
    const bytes = new Uint8Array(layout.headBytes);
    bytes.set(init);
    bytes.set(writeSidx(rendition, layout.lengthOf), init.length);
    return bytes;
  };
  return { layout, writeHead };
}
