import type { Lyrics, Settings, Waveform } from '@jetstream/api-contract';
import {
  toLocalId,
  toTimestamp,
  type Environment,
  type KeyValueStorage,
  type LocalCover,
  type LocalFilesEvents,
  type StoredAudio,
} from '@jetstream/app-core/services';
import { isLyricsName } from '@jetstream/music-files/names';
import { FileMemory } from './file-memory.ts';
import { toBeside, type HeldFile } from './held-file.ts';
import { HeldFiles } from './held-files.ts';
import { LocalCovers } from './local-covers.ts';
import { chooseMusic, findLyrics, folderOf, type LocatedFile, type LocatedLyrics } from './located-files.ts';
import { MeasureQueue } from './measure-queue.ts';
import { readLocalTrack } from './read-local-track.ts';
import type { RememberedPicture } from './remembered-files.ts';
import { ReturningFiles } from './returning-files.ts';

/** Sound begins with the first file; of the others so many are told at once. */
const BATCH = 20;

export interface LocalShelfOptions {
  environment: Pick<Environment, 'createId' | 'nowMs'>;
  storage: KeyValueStorage;
  emit<Name extends keyof LocalFilesEvents>(name: Name, event: LocalFilesEvents[Name]): void;
}

interface ReadFile {
  file: HeldFile;
  /** Where no other file had it before. */
  picture: RememberedPicture | null;
}

/** Files of this device, and what is known of them. The bytes are read where they lie, when they are played. */
export class LocalShelf {
  readonly #options: LocalShelfOptions;
  readonly #files = new HeldFiles();
  readonly #covers = new LocalCovers();
  readonly #memory: FileMemory;
  readonly #measurements: MeasureQueue;
  readonly #returning: ReturningFiles;
  #userId: string | undefined;
  /** Counts who was forgotten: what began before has nothing to say afterwards. */
  #generation = 0;

  constructor(options: LocalShelfOptions) {
    this.#options = options;
    this.#memory = new FileMemory(options.storage, () => options.environment.createId());
    this.#measurements = new MeasureQueue(this.#files, {
      onLevelled: ({ track, measured, loudness }) =>
        measured && options.emit('measured', { trackId: track.id, waveform: measured.waveform, loudness }),
      onMeasured: (held) => void this.#memory.save([held]),
    });
    this.#returning = new ReturningFiles({
      files: this.#files,
      covers: this.#covers,
      memory: this.#memory,
      measurements: this.#measurements,
      emit: (name, event) => options.emit(name, event),
    });
  }

  has(trackId: string): boolean {
    return this.#files.has(trackId);
  }

  open(trackId: string): StoredAudio | undefined {
    return this.#files.get(trackId)?.audio;
  }

  findCover(coverId: string): LocalCover | undefined {
    return this.#covers.find(coverId);
  }

  async readLyrics(trackId: string): Promise<Lyrics | undefined> {
    const held = this.#files.get(trackId);
    if (!held?.track.hasLyrics) return undefined;
    const { readHeldLyrics } = await import('./read-held-lyrics.ts');
    return readHeldLyrics(held);
  }

  findWaveform(trackId: string): Waveform | undefined {
    return this.#files.get(trackId)?.measured?.waveform;
  }

  measure(trackIds: readonly string[], options?: { withAlbums?: boolean }): void {
    this.#measurements.want(trackIds, options);
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    this.#measurements.setLoudnessSource(source);
  }

  rememberFor(userId: string): void {
    if (this.#userId === userId) return;
    this.#userId = userId;
    void this.#returning.recall(userId);
  }

  reopen(): void {
    this.#returning.reopen();
  }

  /** Pictures stay as long as there are files: others may have the same. */
  forget(trackIds: readonly string[]): void {
    this.#files.forget(trackIds);
    this.#returning.forget(trackIds);
    if (this.#files.size + this.#returning.size === 0) this.#covers.clear();
    void this.#memory.forget(trackIds);
  }

  forgetAll(): void {
    this.#generation++;
    this.#userId = undefined;
    this.#returning.forgetAll();
    this.forget(this.#files.trackIds);
    void this.#memory.forgetAll();
  }

  /** What was chosen or dropped. */
  async take(located: readonly LocatedFile[]): Promise<void> {
    const music = chooseMusic(located)
      .filter(({ file }) => !isLyricsName(file.name))
      .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }));
    const lyrics = findLyrics(located, music);
    const generation = this.#generation;
    const choiceId = this.#options.environment.createId();
    const again = await this.#returning.reopenChosen(music, lyrics, choiceId);
    const fresh = music.filter((one) => !again.has(one));
    const texts = new Set([...lyrics.values()].flat().map((text) => text.located));
    let skippedCount = located.length - texts.size - music.length;
    let isFirst = again.size === 0;
    for (let from = 0, to = 0; to < fresh.length; from = to) {
      to = from + (isFirst ? 1 : BATCH);
      const batch = fresh.slice(from, to);
      const read = await Promise.all(batch.map((one) => this.#read(one, lyrics.get(one) ?? []).catch(() => undefined)));
      if (this.#generation !== generation) return;
      const held = read.flatMap((one) => one?.() ?? []);
      skippedCount += batch.length - held.length;
      if (held.length === 0) continue;
      this.#options.emit('chosen', { choiceId, tracks: held.map(({ file }) => file.track), isFirst, skippedCount });
      this.#keep(held);
      isFirst = false;
      skippedCount = 0;
    }
    if (skippedCount > 0) this.#options.emit('chosen', { choiceId, tracks: [], isFirst, skippedCount });
  }

  #keep(read: readonly ReadFile[]): void {
    const pictures = read.flatMap(({ picture }) => picture ?? []);
    void this.#memory.save(
      read.map(({ file }) => file),
      pictures,
    );
  }

  /** What holds the file, once it is read. */
  async #read(located: LocatedFile, lyrics: readonly LocatedLyrics[]): Promise<(() => ReadFile) | undefined> {
    const { createId, nowMs } = this.#options.environment;
    const id = toLocalId(createId());
    const read = await readLocalTrack(located.file, {
      id,
      coverId: id,
      addedAt: toTimestamp(nowMs()),
      hasLyricsBeside: lyrics.length > 0,
      folder: folderOf(located.relativePath),
    });
    if (!read) return undefined;
    return () => {
      const { track, isNew } = this.#covers.share(read.track, read.picture);
      const { albumKey, loudness: tags, lyrics: embedded } = read;
      const known = { located, track, albumKey, tags, measured: null, embedded, beside: lyrics.map(toBeside) };
      return { file: this.#files.add(known), picture: isNew };
    };
  }
}

const nameOf = ({ file, relativePath }: LocatedFile): string => relativePath || file.name;
