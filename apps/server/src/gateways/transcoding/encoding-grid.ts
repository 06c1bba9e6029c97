import type { EncodingTarget } from '../transcoder.ts';

/** A fixed size, so that frames of a stream that is encoded in pieces are where they would be in one. */
export const FLAC_BLOCK_SAMPLES = 4096;

/**
 * Packets encoded before each segment and dropped. Measured against one continuous encoding: from there on the error at joins is
 * that of anywhere else. Opus predicts from packet to packet and needs most; frames of FLAC know nothing of each other.
 */
export const PRIMING_PACKETS: Readonly<Record<EncodingTarget['codec'], number>> = { aac: 8, mp3: 8, opus: 16, flac: 0 };

/** Raised when the same order gives other bytes, so that none of before are joined to them out of a cache. */
export const ENCODING_EDITION = 2;
