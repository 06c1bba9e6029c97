import type { Settings } from '@jetstream/api-contract';
import type { HeldFile } from './held-file.ts';

interface MeasureQueueEvents {
  /** How loud it is to be played is known, or has changed. */
  onLevelled: (held: HeldFile) => void;
  onMeasured: (held: HeldFile) => void;
}

/** Measures files one after the other, those that are wanted first; what measures comes with the first of them. */
export class MeasureQueue {
  readonly #files: ReadonlyMap<string, HeldFile>;
  readonly #events: MeasureQueueEvents;
  /** Neither tried again nor waited for. */
  readonly #failed = new WeakSet<HeldFile>();
  #wanted: readonly string[] = [];
  #source: Settings['loudnessSource'] = 'tags';
  #current: { held: HeldFile; controller: AbortController } | undefined;

  constructor(files: ReadonlyMap<string, HeldFile>, events: MeasureQueueEvents) {
    this.#files = files;
    this.#events = events;
  }

  /** What is under way goes on only if it is still wanted. */
  want(trackIds: readonly string[]): void {
    this.#wanted = trackIds;
    if (this.#current && !trackIds.includes(this.#current.held.track.id)) this.#current.controller.abort();
    this.#measureNext();
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    if (this.#source === source) return;
    this.#source = source;
    for (const held of this.#files.values()) if (held.measured) void this.level(held).then(this.#events.onLevelled);
  }

  /** Has a file that was measured played at its level; as it is where what knows the level cannot be fetched. */
  async level(held: HeldFile): Promise<HeldFile> {
    if (!held.measured) return held;
    const known = await import('./measuring/measured-file.ts').catch(() => undefined);
    if (known) held.loudness = known.toLoudness(held, this.#source);
    return held;
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
    try {
      const [{ measureFile }, { toMeasuredFile }] = await Promise.all([
        import('./measuring/measure-file.ts'),
        import('./measuring/measured-file.ts'),
      ]);
      const { durationMs, format } = held.track;
      const measurement = await measureFile(held.audio, { ...format, durationMs }, signal);
      if (!measurement) return void this.#failed.add(held);
      held.measured = toMeasuredFile(measurement);
      await this.level(held);
      // Forgotten meanwhile: whoever hears of it would keep it again.
      if (this.#files.get(held.track.id) !== held) return;
      this.#events.onLevelled(held);
      this.#events.onMeasured(held);
    } catch {
      // The file was moved, or the reader did not come: its sound is played as it is.
      if (!signal.aborted) this.#failed.add(held);
    }
  }
}
