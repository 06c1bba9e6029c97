import { readStreamInfo, writeStreamInfo } from '@jetstream/media-containers/init-segments';

const EDIT_LIST = 0x65647473;
const FREE = 0x66726565;
const OPUS_CONFIG = 0x644f7073;
const FLAC_CONFIG = 0x64664c61;
const parents = new Set([0x6d6f6f76, 0x7472616b]);
const BOX_HEAD_BYTES = 8;
/** Of `dOps`, behind its type (Encapsulation of Opus in ISO base media, 4.3.2). */
const PRE_SKIP_AT = 6;
const OUTPUT_GAIN_AT = 12;
/** STREAMINFO in `dfLa`, behind its type, version and the head of its block (FLAC in ISO base media, 3.3.3; RFC 9639, 8.2). */
const STREAM_INFO_AT = 12;
/** What a Vorbis comment header begins with; the length and the letters of the encoder's name follow (Vorbis I, 5.2.1). */
const VORBIS_COMMENT = [0x03, 0x76, 0x6f, 0x72, 0x62, 0x69, 0x73];
const VENDOR_AT = VORBIS_COMMENT.length + 4;

/**
 * An init segment that says nothing of what is not to be heard: some browsers move or cut the sound by the edit list or
 * Opus' pre-skip, some do not, some do both, while we place and cut every track by ourselves.
 *
 * Of FLAC it also says nothing of how long and how well packed a track is: tracks of one format are then one stream to a
 * browser, whose resampler would begin anew at another configuration, which is heard as a click where the rate is not the device's.
 *
 * `isOdd` tells every other track of Opus and Vorbis: those make a packet with the one before, so that their decoders have to begin anew at a
 * join (where `OpusReset` does not see to it), and browsers only do that for another configuration. It differs in what is not heard: 1/256 dB of Opus'
 * gain, a letter of the name of Vorbis' encoder.
 *
 * Throws `MediaContainerError` where it describes FLAC without sound.
 */
export function toPlainInit(init: Uint8Array, isOdd = false): Uint8Array {
  const changed = init.slice();
  const view = new DataView(changed.buffer);
  hideEditLists(view, 0, changed.length);
  for (let at = 4; at + OUTPUT_GAIN_AT + 2 <= changed.length; at += 1) {
    if (view.getUint32(at) === OPUS_CONFIG) {
      view.setUint16(at + PRE_SKIP_AT, 0);
      view.setInt16(at + OUTPUT_GAIN_AT, view.getInt16(at + OUTPUT_GAIN_AT) + (isOdd ? 1 : 0));
    }
    if (view.getUint32(at) === FLAC_CONFIG) hideLength(changed.subarray(at));
    if (isOdd && VORBIS_COMMENT.every((byte, index) => changed[at + index] === byte)) {
      const hasVendor = view.getUint32(at + VORBIS_COMMENT.length, true) > 0;
      if (hasVendor) changed[at + VENDOR_AT] = (changed[at + VENDOR_AT] ?? 0) ^ 1;
    }
  }
  return changed;
}

/** Zeros stand for what is not known, and so does the checksum's. */
function hideLength(flacConfig: Uint8Array): void {
  const block = flacConfig.subarray(STREAM_INFO_AT);
  const nothing = { minFrameBytes: 0, maxFrameBytes: 0, totalSamples: 0 };
  block.set(writeStreamInfo({ ...readStreamInfo(block), ...nothing }));
}

/** A box that readers skip (`free`, ISO 14496-12) takes their place. */
function hideEditLists(view: DataView, from: number, to: number): void {
  for (let at = from; at + BOX_HEAD_BYTES <= to;) {
    const size = view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (size < BOX_HEAD_BYTES || at + size > to) return;
    if (type === EDIT_LIST) view.setUint32(at + 4, FREE);
    else if (parents.has(type)) hideEditLists(view, at + BOX_HEAD_BYTES, at + size);
    at += size;
  }
}
