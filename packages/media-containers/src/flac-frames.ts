/** Single frames of FLAC, apart from the readers of containers: who scans files needs no more of this package. */
export { LONGEST_HEADER_BYTES, readFrameHeader, type FrameHeader } from './flac/frame-header.ts';
export { renumberFlacFrame } from './flac/renumber-frame.ts';
export { layOutVerbatim, writeVerbatimFrame, type VerbatimLayout, type VerbatimSound } from './flac/verbatim-frames.ts';
export { flacHeadBytesOf, writeFlacHead } from './flac/write-flac-head.ts';
