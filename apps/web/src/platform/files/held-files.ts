import type { Track } from '@jetstream/api-contract';
import { BlobAudio } from './blob-audio.ts';
import type { HeldFile } from './held-file.ts';

/** Files of this device that can be played, by track. */
export class HeldFiles {
  readonly #files = new Map<string, HeldFile>();

  get size(): number {
    return this.#files.size;
  }
  get trackIds(): string[] {
    return [...this.#files.keys()];
  }

  get(trackId: string): HeldFile | undefined {
    return this.#files.get(trackId);
  }

  has(trackId: string): boolean {
    return this.#files.has(trackId);
  }

  /** False for what was forgotten meanwhile. */
  holds(held: HeldFile): boolean {
    return this.#files.get(held.track.id) === held;
  }

  list(): HeldFile[] {
    return [...this.#files.values()];
  }

  /** The albums of these files, each whole and once; what is of none is by itself. One pass: there may be thousands of either. */
  listAlbumsOf(files: readonly HeldFile[]): HeldFile[][] {
    const albums = new Map<string | HeldFile, HeldFile[]>();
    for (const held of files) albums.set(held.albumKey ?? held, held.albumKey === null ? [held] : []);
    for (const held of this.#files.values()) if (held.albumKey !== null) albums.get(held.albumKey)?.push(held);
    return [...albums.values()];
  }

  listTracks(files: readonly HeldFile[]): Track[] {
    return files.filter((held) => this.holds(held)).map(({ track }) => track);
  }

  add(known: Omit<HeldFile, 'audio' | 'loudness'>): HeldFile {
    const audio = new BlobAudio(known.located.file, { readLoudness: () => held.loudness });
    const held: HeldFile = { ...known, audio, loudness: known.tags };
    this.#files.set(known.track.id, held);
    return held;
  }

  forget(trackIds: readonly string[]): void {
    for (const trackId of trackIds) {
      this.#files.get(trackId)?.audio.dispose();
      this.#files.delete(trackId);
    }
  }
}
