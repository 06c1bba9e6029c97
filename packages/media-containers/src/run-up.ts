/**
 * How long a run-up is, and packets taken out of a segment that was written here and put together anew, apart from the readers of
 * containers: an engine that plays from a server needs no more of this package.
 */
export { runUpSamplesOf } from './codecs/run-up-samples.ts';
export { readMp4Fragment, type FragmentPacket, type FragmentPlan } from './mp4/read-mp4-fragment.ts';
export { writeMp4FragmentHead } from './mp4/write-mp4-segment.ts';
