import { Emitter } from '#services/emitter.ts';
import type { StoredAudio } from '#services/audio/sources/stored-audio.ts';
import { type LocalFiles, type LocalFilesEvents, toLocalId } from '#services/local-files/local-files.ts';
import { buildTrack } from './fake-server.ts';

export const buildLocalTrack = (name: string) => buildTrack({ id: toLocalId(name), title: name, albumId: null });

/** Has every file but those that were forgotten; the test says what is chosen. */
export class FakeLocalFiles extends Emitter<LocalFilesEvents> implements LocalFiles {
  readonly canChooseFolders = true;
  readonly asked: string[] = [];

  choose(kind: 'files' | 'folder'): void {
    this.asked.push(`choose ${kind}`);
  }

  findCoverUrl(): string | undefined {
    return undefined;
  }

  forget(trackId: string): void {
    this.asked.push(`forget ${trackId}`);
  }

  has(trackId: string): boolean {
    return trackId.startsWith(toLocalId('')) && !this.asked.includes(`forget ${trackId}`);
  }

  async open(): Promise<StoredAudio | undefined> {
    return undefined;
  }
}
