import type { Lyrics, Settings, Waveform } from '@jetstream/api-contract';
import { Emitter } from '#services/emitter.ts';
import type { StoredAudio } from '#services/audio/sources/stored-audio.ts';
import {
  type LocalCover,
  type LocalFiles,
  type LocalFilesEvents,
  toLocalId,
} from '#services/local-files/local-files.ts';
import { buildTrack } from './fake-server.ts';

export const buildLocalTrack = (name: string) => buildTrack({ id: toLocalId(name), title: name, albumId: null });

/** Has every file but those that were forgotten; the test says what is chosen. */
export class FakeLocalFiles extends Emitter<LocalFilesEvents> implements LocalFiles {
  readonly canChooseFolders = true;
  readonly asked: string[] = [];
  readonly covers = new Map<string, LocalCover>();
  readonly lyrics = new Map<string, Lyrics>();
  readonly #away = new Set<string>();
  rememberedFor: string | undefined;
  loudnessSource: Settings['loudnessSource'] | undefined;

  choose(kind: 'files' | 'folder'): void {
    this.asked.push(`choose ${kind}`);
  }

  findCover(coverId: string): LocalCover | undefined {
    return this.covers.get(coverId);
  }

  forget(trackIds: readonly string[]): void {
    for (const trackId of trackIds) this.#away.add(trackId);
    if (trackIds.length > 0) this.asked.push(`forget ${trackIds.join()}`);
  }

  forgetAll(): void {
    this.rememberedFor = undefined;
    this.asked.push('forget all');
  }

  has(trackId: string): boolean {
    return trackId.startsWith(toLocalId('')) && !this.#away.has(trackId);
  }

  measure(trackIds: readonly string[], { withAlbums = false } = {}): void {
    this.asked.push(`measure ${trackIds.join()}${withAlbums ? ' and albums' : ''}`);
  }

  reopen(): void {
    this.asked.push('reopen');
  }

  rememberFor(userId: string): void {
    this.rememberedFor = userId;
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    this.loudnessSource = source;
  }

  findWaveform(): Waveform | undefined {
    return undefined;
  }

  async readLyrics(trackId: string): Promise<Lyrics | undefined> {
    return this.lyrics.get(trackId);
  }

  async open(): Promise<StoredAudio | undefined> {
    return undefined;
  }
}
