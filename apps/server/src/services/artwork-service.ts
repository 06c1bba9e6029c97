import type { ImageProcessor } from '#gateways/image-processor.ts';
import { findAccent } from '#models/accent.ts';
import type { Cover } from '#models/cover.ts';
import { DomainError } from '#models/errors.ts';
import type { CoverRepository } from '#repositories/cover-repository.ts';
import type { Clock } from './clock.ts';
import type { CoverSourceReader } from './cover-source-reader.ts';
import type { EventBus } from './events.ts';
import type { TaskGate } from './task-gate.ts';

interface ArtworkServiceOptions {
  covers: CoverRepository;
  imageProcessor: ImageProcessor;
  sourceReader: Pick<CoverSourceReader, 'readSource'>;
  imageGate: TaskGate;
  events: EventBus;
  clock: Clock;
  getCatalogueVersion: () => Promise<string>;
  /** Told about failures that no picture is to blame for. */
  onError: (error: unknown) => void;
}

const BATCH = 20;
const LEAST_TIME_BETWEEN_EVENTS_MS = 2000;
const LONGEST_PLACEHOLDER = 800;

/** Looks at new covers in the background, one at a time: size, placeholder and accent. */
export class ArtworkService {
  readonly #options: ArtworkServiceOptions;
  #run: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopped = false;
  #lastEventAtMs = 0;

  constructor(options: ArtworkServiceOptions) {
    this.#options = options;
  }

  /** Begins with what the last process left, then follows every change of the library. Returns the end. */
  start(): () => Promise<void> {
    const unsubscribe = this.#options.events.on('libraryChanged', () => this.#ask());
    this.#ask();
    return async () => {
      unsubscribe();
      this.#isStopped = true;
      await this.#run;
    };
  }

  /** Looks at every cover that nobody has looked at yet. */
  async analyseCovers(): Promise<void> {
    const { covers, clock } = this.#options;
    let unannounced = 0;
    while (!this.#isStopped) {
      const batch = await covers.listUnanalysed(BATCH);
      for (const cover of batch) {
        if (this.#isStopped) return;
        await covers.updateCover(await this.#analyse(cover));
        unannounced += 1;
      }
      const isEnd = batch.length < BATCH;
      const isTime = clock.nowMs() - this.#lastEventAtMs >= LEAST_TIME_BETWEEN_EVENTS_MS;
      if (unannounced > 0 && (isEnd || isTime)) {
        unannounced = 0;
        await this.#announce();
      }
      if (isEnd) return;
    }
  }

  /** One run at a time; a change meanwhile is followed by another run. */
  #ask(): void {
    this.#isAskedAgain = true;
    this.#run ??= this.#runWhileAsked().finally(() => {
      this.#run = undefined;
    });
  }

  async #runWhileAsked(): Promise<void> {
    while (this.#isAskedAgain && !this.#isStopped) {
      this.#isAskedAgain = false;
      try {
        await this.analyseCovers();
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  async #announce(): Promise<void> {
    this.#lastEventAtMs = this.#options.clock.nowMs();
    const version = await this.#options.getCatalogueVersion();
    this.#options.events.emit('libraryChanged', { version });
  }

  async #analyse(cover: Cover): Promise<Cover> {
    const { clock, sourceReader, imageGate, imageProcessor } = this.#options;
    const analysed = { ...cover, analysedAtMs: clock.nowMs() };
    try {
      const bytes = await sourceReader.readSource(cover);
      const { width, height, pixels, placeholder } = await imageGate.run('background', () =>
        imageProcessor.sample(bytes),
      );
      const uri = `data:image/webp;base64,${Buffer.from(placeholder).toString('base64')}`;
      const isShort = uri.length <= LONGEST_PLACEHOLDER;
      return { ...analysed, width, height, accent: findAccent(pixels), placeholder: isShort ? uri : null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // A source that has gone may come back with a disk; only a picture that cannot be shown is at fault.
      return error.code === 'media-missing' ? analysed : { ...analysed, fault: error.message };
    }
  }
}
