import type { Settings } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { HeldFile, MeasuredFile } from './held-file.ts';
import type { HeldFiles } from './held-files.ts';
import type * as MeasuredFiles from './measuring/measured-file.ts';

interface MeasureQueueEvents {
  /** How loud it is to be played is known, or has changed. */
  onLevelled: (held: HeldFile) => void;
  onMeasured: (held: HeldFile) => void;
}

/** Measures files one after the other, those that are wanted first; what measures comes with the first of them. */
export class MeasureQueue {
  readonly #files: HeldFiles;
  readonly #events: MeasureQueueEvents;
  /** Neither tried again nor waited for. */
  readonly #failed = new WeakSet<HeldFile>();
  #wanted: readonly string[] = [];
  #source: Settings['loudnessSource'] = 'tags';
  #current: { held: HeldFile; controller: AbortController } | undefined;

  constructor(files: HeldFiles, events: MeasureQueueEvents) {
    this.#files = files;
    this.#events = events;
  }

  /** `withAlbums`: the rest of their albums behind them. What is under way goes on only if it is still wanted. */
  want(trackIds: readonly string[], { withAlbums = false }: { withAlbums?: boolean } = {}): void {
    const rest = withAlbums ? this.#listAlbumsOf(trackIds) : [];
    this.#wanted = [...trackIds, ...rest];
    if (this.#current && !this.#wanted.includes(this.#current.held.track.id)) this.#current.controller.abort();
    this.#measureNext();
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    if (this.#source === source) return;
    this.#source = source;
    void this.#level(this.#files.list()).then((changed) => this.#tell('onLevelled', changed));
  }

  /** Has files that were measured played at their level; what they change for others of their albums is told. Never rejects. */
  async level(files: readonly HeldFile[]): Promise<void> {
    const changed = await this.#level(files);
    const given = new Set(files);
    const others = changed.filter((held) => !given.has(held));
    this.#tell('onLevelled', others);
  }

  /** As they are where what knows the level cannot be fetched. Answers those whose level is another now. */
  async #level(files: readonly HeldFile[]): Promise<HeldFile[]> {
    const measured = this.#files.listAlbumsOf(files).filter((album) => album.some((held) => held.measured));
    if (measured.length === 0) return [];
    const known = await import('./measuring/measured-file.ts').catch(() => undefined);
    if (!known) return [];
    const changed: HeldFile[] = [];
    for (const album of measured) attempt(() => changed.push(...this.#levelAlbum(album, known)));
    return changed;
  }

  /** A part of an album has another loudness: until all of it was heard, each file has only its own. */
  #levelAlbum(files: readonly HeldFile[], { toAlbumLoudness, toLoudness }: typeof MeasuredFiles): HeldFile[] {
    const isWhole = files[0]?.albumKey !== null && files.every((held) => held.measured ?? this.#failed.has(held));
    const album = isWhole ? toAlbumLoudness(files) : null;
    return files.filter((held) => {
      if (!held.measured) return false;
      const before = held.loudness;
      held.loudness = toLoudness(held, { album, preferred: this.#source });
      return !isSame(before, held.loudness);
    });
  }

  #listAlbumsOf(trackIds: readonly string[]): string[] {
    const files = trackIds.flatMap((trackId) => this.#files.get(trackId) ?? []);
    return this.#files.listAlbumsOf(files).flatMap((album) => album.map(({ track }) => track.id));
  }

  /** Of what was forgotten meanwhile nothing is told: whoever hears of it would keep it again. */
  #tell(name: keyof MeasureQueueEvents, files: Iterable<HeldFile>): void {
    for (const held of files) if (this.#files.holds(held)) attempt(() => this.#events[name](held));
  }

  #measureNext(): void {
    if (this.#current) return;
    const held = this.#wanted
      .map((trackId) => this.#files.get(trackId))
      .find((file) => file && !file.measured && !this.#failed.has(file));
    if (!held) return;
    const controller = new AbortController();
    this.#current = { held, controller };
    void this.#measure(held, controller.signal).finally(() => {
      this.#current = undefined;
      this.#measureNext();
    });
  }

  async #measure(held: HeldFile, signal: AbortSignal): Promise<void> {
    held.measured = await this.#hear(held, signal);
    if (signal.aborted && !held.measured) return;
    if (!held.measured) this.#failed.add(held);
    const changed = await this.#level([held]);
    this.#tell('onLevelled', held.measured ? new Set([held, ...changed]) : changed);
    if (held.measured) this.#tell('onMeasured', [held]);
  }

  /** Null for what cannot be heard: nothing decodes it, it was moved, or the reader did not come. */
  async #hear({ audio, track }: HeldFile, signal: AbortSignal): Promise<MeasuredFile | null> {
    try {
      const [{ measureFile }, { toMeasuredFile }] = await Promise.all([
        import('./measuring/measure-file.ts'),
        import('./measuring/measured-file.ts'),
      ]);
      const { durationMs, format } = track;
      const measurement = await measureFile(audio, { ...format, durationMs }, signal);
      return measurement ? toMeasuredFile(measurement) : null;
    } catch {
      return null;
    }
  }
}

/** A fault with one of them is reported, and stops nothing: others wait for their turn. */
function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    reportError(error);
  }
}

const isSame = (one: TrackLoudness | null, other: TrackLoudness | null): boolean =>
  one?.trackGainDb === other?.trackGainDb &&
  one?.trackPeak === other?.trackPeak &&
  one?.albumGainDb === other?.albumGainDb &&
  one?.albumPeak === other?.albumPeak;
