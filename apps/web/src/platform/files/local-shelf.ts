import type { Lyrics, Settings, Track, Waveform } from '@jetstream/api-contract';
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
import { readLocalTrack } from './read-local-track.ts';
import type { RememberedFile, RememberedPicture } from './remembered-files.ts';
import { WaitingFiles } from './waiting-files.ts';

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
  readonly #waiting = new WaitingFiles();
  #userId: string | undefined;
  /** Counts who was forgotten: what began before has nothing to say afterwards. */
  #generation = 0;
  #opening = Promise.resolve();
  /** The person has asked for what waits, and what is opened meanwhile is the answer. */
  #isReopenAsked = false;

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
    this.#isReopenAsked = true;
    void this.#openWaiting(true);
  }

  /** Pictures stay as long as there are files: others may have the same. */
  forget(trackIds: readonly string[]): void {
    for (const trackId of trackIds) {
      this.#files.get(trackId)?.audio.dispose();
      this.#files.delete(trackId);
    }
    this.#waiting.forget(trackIds);
    if (this.#files.size + this.#waiting.size === 0) this.#covers.clear();
    void this.#memory.forget(trackIds);
  }

  forgetAll(): void {
    this.#generation++;
    this.#userId = undefined;
    this.#waiting.clear();
    this.forget([...this.#files.keys()]);
    void this.#memory.forgetAll();
  }

  async #recall(userId: string): Promise<void> {
    const generation = this.#generation;
    const { files, pictures } = await this.#memory.recall(userId);
    if (this.#generation !== generation || files.length === 0) return;
    for (const picture of pictures) this.#covers.adopt(picture);
    const waiting = files.filter(({ trackId }) => !this.#files.has(trackId));
    this.#waiting.add(waiting);
    const hasHandles = files.some(({ handle }) => handle !== null);
    this.#options.emit('remembered', {
      tracks: waiting.map(({ track }) => track),
      way: hasHandles ? 'permission' : 'choice',
    });
    await this.#openWaiting(false);
  }

  /** One after the other, so that none asks the person for what another is opening. */
  #openWaiting(isAsking: boolean): Promise<void> {
    this.#opening = this.#opening.then(() => this.#openPermitted(isAsking));
    return this.#opening;
  }

  async #openPermitted(isAsking: boolean): Promise<void> {
    const opened: HeldFile[] = [];
    for await (const [remembered, located] of this.#waiting.open(isAsking))
      opened.push(...(await this.#hold(remembered, located)));
    const way = this.#isReopenAsked ? 'permission' : 'by-itself';
    if (isAsking) this.#isReopenAsked = false;
    const tracks = this.#toTracks(opened);
    if (tracks.length > 0) this.#options.emit('reopened', { tracks, way });
  }

  /** Of those that were not forgotten meanwhile. */
  #toTracks(files: readonly HeldFile[]): Track[] {
    return files.filter((held) => this.#files.get(held.track.id) === held).map(({ track }) => track);
  }

  /** None if it does not wait any more. `beside` where the files were chosen once more, which says what lies beside them now. */
  async #hold(
    remembered: RememberedFile,
    located: LocatedFile,
    beside: HeldFile['beside'] = remembered.beside.map(toHeldLyrics),
  ): Promise<HeldFile[]> {
    if (!this.#waiting.take(remembered)) return [];
    const { track, tags, measured, embedded, fileKey } = remembered;
    const isSame = toFileKey(located) === fileKey;
    const held = this.#toHeld({ located, track, tags, measured: isSame ? measured : null, embedded, beside });
    return [await this.#measurements.level(held)];
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
    const generation = this.#generation;
    const choiceId = this.#options.environment.createId();
    const again = await this.#reopenChosen(music, lyrics, choiceId);
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
    choiceId: string,
  ): Promise<Set<LocatedFile>> {
    const again = new Set<LocatedFile>();
    const opened: HeldFile[] = [];
    for (const [remembered, located] of this.#waiting.findChosen(music)) {
      again.add(located);
      opened.push(...(await this.#hold(remembered, located, (lyrics.get(located) ?? []).map(toBeside))));
    }
    const tracks = this.#toTracks(opened);
    if (tracks.length > 0) this.#options.emit('reopened', { tracks, way: 'choice', choiceId });
    // With what finds them again where this choice has it.
    void this.#memory.save(opened.filter(({ track }) => this.#files.has(track.id)));
    return again;
  }

  /** What holds the file, once it is read. */
  async #read(
    located: LocatedFile,
    lyrics: readonly LocatedLyrics[],
  ): Promise<(() => { file: HeldFile; picture: RememberedPicture | null }) | undefined> {
    const { createId, nowMs } = this.#options.environment;
    const id = toLocalId(createId());
    const identity = { id, coverId: id, addedAt: toTimestamp(nowMs()), hasLyricsBeside: lyrics.length > 0 };
    const read = await readLocalTrack(located.file, identity);
    if (!read) return undefined;
    return () => {
      const { track, isNew } = this.#covers.share(read.track, read.picture);
      const known = { located, track, tags: read.loudness, measured: null, embedded: read.lyrics };
      return { file: this.#toHeld({ ...known, beside: lyrics.map(toBeside) }), picture: isNew };
    };
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

const nameOf = ({ file, relativePath }: LocatedFile): string => relativePath || file.name;
