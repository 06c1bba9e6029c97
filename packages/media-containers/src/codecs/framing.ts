import { MediaContainerError } from '../media-container-error.ts';
import type { CodecSetup, PackagedCodec, SegmentFraming } from '../packet-stream.ts';

/** Framings that each codec can have; the first is that of a new setup. Browsers differ in what they take. */
export const framingsOf: Record<PackagedCodec, readonly SegmentFraming[]> = {
  aac: ['mp4'],
  mp3: ['mp4', 'mpeg'],
  flac: ['mp4'],
  opus: ['mp4', 'webm'],
  vorbis: ['webm'],
};

/** The same packets framed in another way. Throws `unsupported` for one that the codec does not have. */
export function withFraming(setup: CodecSetup, framing: SegmentFraming): CodecSetup {
  if (!framingsOf[setup.codec].includes(framing)) {
    throw new MediaContainerError('unsupported', `${setup.codec} is not framed as ${framing}.`);
  }
  const mimeType = framing === 'mpeg' ? 'audio/mpeg' : `audio/${framing}; codecs="${codecParameter(setup)}"`;
  return { ...setup, framing, mimeType };
}

/** As in the `codecs` parameter of a MIME type. */
function codecParameter({ codec, mimeType }: CodecSetup): string {
  return codec === 'aac' ? (/codecs="(.+)"/.exec(mimeType)?.[1] ?? 'mp4a.40.2') : codec;
}
