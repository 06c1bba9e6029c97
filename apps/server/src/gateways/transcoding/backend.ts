import type { AudioMeasurement } from '@jetstream/audio-analysis';
import type { AudioPacket } from '@jetstream/media-containers';
import type { SoundIndex } from '../sound-index-store.ts';
import type { EncodingDescription, EncodingTarget, ProbedAudio } from '../transcoder.ts';

/** A file as a child can reach it. */
export interface ReachableInput {
  /** `file:…`, or an address of this machine. */
  url: string;
  /** Differs whenever the content may differ. */
  key: string;
  /** As it was found before. */
  index?: SoundIndex | undefined;
}

export interface EncodingOrder {
  input: ReachableInput;
  target: EncodingTarget;
  startSample: number;
  endSample: number;
  durationSamples: number;
  isVerbatim?: boolean | undefined;
}

/** What an order under way is in touch with. */
export interface Work {
  signal: AbortSignal;
  /** Called every few milliseconds of work: lets messages in. @throws the signal's reason when it is aborted */
  breathe(): Promise<void>;
  /** Tells what was found out about the input, to be given with it the next time. */
  keepIndex(index: SoundIndex): void;
}

/**
 * One way to decode and encode, inside a child process. One order at a time. @throws UnreadableMediaError, UnsupportedTargetError
 */
export interface TranscodingBackend {
  probe(input: ReachableInput, work: Work): Promise<ProbedAudio>;
  describe(target: EncodingTarget, work: Work): Promise<EncodingDescription>;
  encode(
    order: EncodingOrder,
    work: Work,
    onPackets: (packets: AudioPacket[], description: EncodingDescription) => void,
  ): Promise<void>;
  analyse(input: ReachableInput, work: Work, onProgress: (share: number) => void): Promise<AudioMeasurement>;
  /** Lets go of the file that was used last. */
  rest(): void;
}
