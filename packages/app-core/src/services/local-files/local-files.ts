import type { Track } from '@jetstream/api-contract';
import type { AudioStore } from '../audio/sources/stored-audio.ts';

export interface LocalFilesEvents {
  /** Files of one choice in the order of their names. The first come as soon as they are read, the others in further events. */
  chosen: { choiceId: string; tracks: Track[]; isFirst: boolean; skippedCount: number };
}

/** Music of this device that the person chose for this page: played from where it lies, sent to nobody. */
export interface LocalFiles extends AudioStore {
  readonly canChooseFolders: boolean;
  /** Opens the system's dialog; the choice comes as an event. Call it in the task of a press. */
  choose(kind: 'files' | 'folder'): void;
  /** Undefined for covers of the server. */
  findCoverUrl(coverId: string): string | undefined;
  forget(trackId: string): void;
  on<Name extends keyof LocalFilesEvents>(name: Name, listener: (event: LocalFilesEvents[Name]) => void): () => void;
}

const PREFIX = 'local:';

/** The server makes no such ids, and is never asked about them. */
export const toLocalId = (id: string): string => PREFIX + id;

export const isLocalId = (id: string): boolean => id.startsWith(PREFIX);
