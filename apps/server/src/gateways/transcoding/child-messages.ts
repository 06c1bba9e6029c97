import type { AudioPacket } from '@jetstream/media-containers';
import type { EncodingDescription, EncodingTarget } from '../transcoder.ts';
import type { SoundIndex } from '../sound-index-store.ts';
import type { EncodingOrder, ReachableInput } from './backend.ts';

/** By which a child ends itself that has grown too large: not one that others send, and none that leaves its memory on the disk. */
export const GROWN_SIGNAL = 'SIGUSR2';

export type BackendKind = 'node-av' | 'ffmpeg';

export type ChildOrder =
  | { kind: 'probe'; input: ReachableInput }
  | { kind: 'describe'; target: EncodingTarget }
  | { kind: 'encode'; order: EncodingOrder }
  | { kind: 'analyse'; input: ReachableInput };

export type ChildRequest =
  | { id: number; order: ChildOrder }
  | { cancelledId: number }
  /** Whether what is under way, or begins, rests for the moment. */
  | { isPaused: boolean };

export interface ChildFault {
  /** `bug`: of our own. `lost`, `ended-from-outside` and `unstartable`: of what the child starts, see `LostProgramError`. */
  kind: 'unreadable' | 'unsupported' | 'cancelled' | 'bug' | 'lost' | 'ended-from-outside' | 'unstartable';
  message: string;
}

export type ChildAnswer =
  | { kind: 'ready' }
  /** This backend cannot be loaded here. */
  | { kind: 'unstartable'; backend: BackendKind; message: string }
  /** The order is being worked on: whoever says nothing for long hangs. */
  | { kind: 'alive'; id: number }
  | { kind: 'packets'; id: number; packets: AudioPacket[]; description: EncodingDescription }
  | { kind: 'index'; id: number; index: SoundIndex }
  | { kind: 'progress'; id: number; share: number }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; fault: ChildFault };

/** What a child is told at its start, as JSON in its arguments. */
export interface ChildOptions {
  backend: BackendKind;
  ffmpegPath: string;
  ffprobePath: string;
  memoryLimitBytes: number;
}
