import type { Lyrics, Settings, Waveform } from '@jetstream/api-contract';
import {
  toLocalId,
  toTimestamp,
  type Environment,
  type KeyValueStorage,
  type LocalFilesEvents,
  type StoredAudio,
} from '@jetstream/app-core/services';
import { isLyricsName } from '@jetstream/music-files/names';
import { BlobAudio } from './blob-audio.ts';
import { FileMemory } from './file-memory.ts';
import type { HeldFile } from './held-file.ts';
import { LocalCovers } from './local-covers.ts';
import { chooseMusic, findLyrics, toFileKey, type LocatedFile, type LocatedLyrics } from './located-files.ts';
import { MeasureQueue } from './measure-queue.ts';
import { isPermitted } from './read-handles.ts';
import { readLocalTrack } from './read-local-track.ts';
import type { RememberedFile, RememberedPicture } from './remembered-files.ts';

/** Sound begins with the first file; of the others so many are told at once. */
const BATCH = 20;

export interface LocalShelfOptions {
  environment: Pick<Environment, 'createId' | 'nowMs'>;
  storage: KeyValueStorage;
  emit<Name extends keyof LocalFilesEvents>(name: Name, event: LocalFilesEvents[Name]): void;
}

/** Files of this device, and what is known of them. The bytes are read where they lie, when they are played. */
export class LocalShelf {
  readonly #options: LocalShelfOptions;
  readonly #files = new Map<string, HeldFile>();
  readonly #covers = new LocalCovers();
  readonly #memory: FileMemory;
  readonly #measurements: MeasureQueue;
  #userId: string | undefined;
  /** Of an earlier visit, and not opened yet. */
  #waiting: readonly RememberedFile[] = [];

  constructor(options: LocalShelfOptions) {
    this.#options = options;
    this.#memory = new FileMemory(options.storage, () => options.environment.createId());
    this.#measurements = new MeasureQueue(this.#files, {
      onLevelled: ({ track, measured, loudness }) =>
        measured && options.emit('measured', { trackId: track.id, waveform: measured.waveform, loudness }),
      onMeasured: (held) => void this.#memory.save([held]),
    });
  }

  has(trackId: string): boolean {
    return this.#files.has(trackId);
  }

  open(trackId: string): StoredAudio | undefined {
    return this.#files.get(trackId)?.audio;
  }

  findCoverUrl(coverId: string): string | undefined {
    return this.#covers.findUrl(coverId);
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

  measure(trackIds: readonly string[]): void {
    this.#measurements.want(trackIds);
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    this.#measurements.setLoudnessSource(source);
  }

  rememberFor(userId: string): void {
    if (this.#userId === userId) return;
    this.#userId = userId;
    void this.#recall(userId);
  }

  reopen(): void {
    void this.#openWaiting(true);
  }

  /** Pictures stay: other files may have the same. */
  forget(trackIds: readonly string[]): void {
    const forgotten = new Set(trackIds);
    for (const trackId of trackIds) {
      this.#files.get(trackId)?.audio.dispose();
      this.#files.delete(trackId);
    }
    this.#waiting = this.#waiting.filter(({ trackId }) => !forgotten.has(trackId));
    void this.#memory.forget(trackIds);
  }

  async #recall(userId: string): Promise<void> {
    const { files, pictures } = await this.#memory.recall(userId);
    if (this.#userId !== userId || files.length === 0) return;
    for (const picture of pictures) this.#covers.adopt(picture);
    this.#waiting = files.filter(({ trackId }) => !this.#files.has(trackId));
    const hasHandles = files.some(({ handle }) => handle !== null);
    this.#options.emit('remembered', {
      tracks: this.#waiting.map(({ track }) => track),
      way: hasHandles ? 'permission' : 'choice',
    });
    await this.#openWaiting(false);
  }

  /** Each root is asked for once; browsers ask the person once for all. */
  async #openWaiting(isAsking: boolean): Promise<void> {
    const answers = new Map<string, boolean>();
    for (const { root, rootId } of this.#waiting)
      if (root && !answers.has(rootId)) answers.set(rootId, await isPermitted(root, isAsking));
    const opened: HeldFile[] = [];
    for (const remembered of this.#waiting) {
      if (!remembered.handle || answers.get(remembered.rootId) !== true) continue;
      const file = await remembered.handle.getFile().catch(() => undefined);
      if (file) opened.push(await this.#hold(remembered, toLocated(remembered, file)));
    }
    this.#tellReopened(opened, isAsking);
  }

  #tellReopened(opened: readonly HeldFile[], isAsked: boolean): void {
    if (opened.length === 0) return;
    this.#waiting = this.#waiting.filter(({ trackId }) => !this.#files.has(trackId));
    this.#options.emit('reopened', { tracks: opened.map(({ track }) => track), isAsked });
  }

  /** `beside` where the files were chosen once more, which says what lies beside them now. */
  async #hold(
    remembered: RememberedFile,
    located: LocatedFile,
    beside: HeldFile['beside'] = remembered.beside.map(toHeldLyrics),
  ): Promise<HeldFile> {
    const { track, tags, measured, embedded, fileKey } = remembered;
    const isSame = toFileKey(located) === fileKey;
    const held = this.#toHeld({ located, track, tags, measured: isSame ? measured : null, embedded, beside });
    await this.#measurements.level(held);
    return held;
  }

  #toHeld(known: Omit<HeldFile, 'audio' | 'loudness'>): HeldFile {
    const audio = new BlobAudio(known.located.file, { readLoudness: () => held.loudness });
    const held: HeldFile = { ...known, audio, loudness: known.tags };
    this.#files.set(known.track.id, held);
    return held;
  }

  /** What was chosen or dropped. */
  async take(located: readonly LocatedFile[]): Promise<void> {
    const music = chooseMusic(located)
      .filter(({ file }) => !isLyricsName(file.name))
      .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }));
    const lyrics = findLyrics(located, music);
    const again = await this.#reopenChosen(music, lyrics);
    const fresh = music.filter((one) => !again.has(one));
    const choiceId = this.#options.environment.createId();
    const texts = new Set([...lyrics.values()].flat().map((text) => text.located));
    let skippedCount = located.length - texts.size - music.length;
    let isFirst = again.size === 0;
    for (let from = 0, to = 0; to < fresh.length; from = to) {
      to = from + (isFirst ? 1 : BATCH);
      const batch = fresh.slice(from, to);
      const read = await Promise.all(batch.map((one) => this.#read(one, lyrics.get(one) ?? []).catch(() => undefined)));
      const held = read.filter((one) => one !== undefined);
      skippedCount += batch.length - held.length;
      if (held.length === 0) continue;
      this.#options.emit('chosen', { choiceId, tracks: held.map(({ file }) => file.track), isFirst, skippedCount });
      const pictures = held.flatMap(({ picture }) => picture ?? []);
      void this.#memory.save(
        held.map(({ file }) => file),
        pictures,
      );
      isFirst = false;
      skippedCount = 0;
    }
    if (skippedCount > 0) this.#options.emit('chosen', { choiceId, tracks: [], isFirst, skippedCount });
  }

  /** Those of the choice that were chosen at an earlier visit: they are known, and need no reading. */
  async #reopenChosen(
    music: readonly LocatedFile[],
    lyrics: ReadonlyMap<LocatedFile, readonly LocatedLyrics[]>,
  ): Promise<Set<LocatedFile>> {
    const byKey = new Map(music.map((one) => [toFileKey(one), one]));
    const again = new Set<LocatedFile>();
    const opened: HeldFile[] = [];
    for (const remembered of this.#waiting) {
      const located = byKey.get(remembered.fileKey);
      if (!located || again.has(located)) continue;
      again.add(located);
      opened.push(await this.#hold(remembered, located, (lyrics.get(located) ?? []).map(toBeside)));
    }
    this.#tellReopened(opened, true);
    // With what finds them again where this choice has it.
    void this.#memory.save(opened);
    return again;
  }

  async #read(
    located: LocatedFile,
    lyrics: readonly LocatedLyrics[],
  ): Promise<{ file: HeldFile; picture: RememberedPicture | null } | undefined> {
    const { createId, nowMs } = this.#options.environment;
    const id = toLocalId(createId());
    const identity = { id, coverId: id, addedAt: toTimestamp(nowMs()), hasLyricsBeside: lyrics.length > 0 };
    const read = await readLocalTrack(located.file, identity);
    if (!read) return undefined;
    const { track, isNew } = this.#covers.share(read.track, read.picture);
    const known = { located, track, tags: read.loudness, measured: null, embedded: read.lyrics };
    return { file: this.#toHeld({ ...known, beside: lyrics.map(toBeside) }), picture: isNew };
  }
}

const toBeside = ({ located, language }: LocatedLyrics): HeldFile['beside'][number] => ({
  language,
  handle: located.handle ?? null,
  open: async () => located.file,
});

const toHeldLyrics = ({ handle, language }: RememberedFile['beside'][number]): HeldFile['beside'][number] => ({
  language,
  handle,
  open: () => handle.getFile(),
});

const toLocated = ({ handle, root, relativePath }: RememberedFile, file: File): LocatedFile => ({
  file,
  relativePath,
  ...(handle && root && { handle, root }),
});

const nameOf = ({ file, relativePath }: LocatedFile): string => relativePath || file.name;
