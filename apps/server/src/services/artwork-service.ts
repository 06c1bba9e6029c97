import type { ImageProcessor } from '#gateways/image-processor.ts';
import { findAccent } from '#models/accent.ts';
import type { Cover } from '#models/cover.ts';
import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import type { JobRun } from '#models/job.ts';
import type { CoverRepository } from '#repositories/cover-repository.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import type { Clock } from './clock.ts';
import type { CoverSourceReader } from './cover-source-reader.ts';
import type { EventBus } from './events.ts';
import type { IdSource } from './id-source.ts';
import type { TaskGate } from './task-gate.ts';

interface ArtworkServiceOptions {
  covers: CoverRepository;
  jobs: Pick<JobQueue, 'enqueue'>;
  imageProcessor: ImageProcessor;
  sourceReader: Pick<CoverSourceReader, 'readSource'>;
  imageGate: TaskGate;
  events: EventBus;
  clock: Clock;
  idSource: IdSource;
  getCatalogueVersion: () => Promise<string>;
  /** Told when new covers cannot be noticed. */
  onError: (error: unknown) => void;
}

const BATCH = 20;
const LEAST_TIME_BETWEEN_EVENTS_MS = 2000;
const LONGEST_PLACEHOLDER = 800;

/** Looks at new covers as a job, one at a time: size, placeholder and accent. */
export class ArtworkService {
  readonly #options: ArtworkServiceOptions;
  #asking: Promise<void> | undefined;
  #isAskedAgain = false;
  #lastEventAtMs = 0;

  constructor(options: ArtworkServiceOptions) {
    this.#options = options;
  }

  /** Asks for what is left to look at, now and after every change of the library. Returns the end. */
  start(): () => Promise<void> {
    const unsubscribe = this.#options.events.on('libraryChanged', () => this.#ask());
    this.#ask();
    return async () => {
      unsubscribe();
      this.#isAskedAgain = false;
      await this.#asking;
    };
  }

  /** Looks at every cover that nobody has looked at yet: an interrupted run is taken up where it was. */
  async analyseCovers({ signal, report }: Partial<Pick<JobRun, 'signal' | 'report'>> = {}): Promise<void> {
    const { covers, clock } = this.#options;
    let [done, unannounced] = [0, 0];
    for (;;) {
      const batch = await covers.listUnanalysed(BATCH);
      for (const cover of batch) {
        signal?.throwIfAborted();
        await covers.updateCover(await this.#analyse(cover));
        unannounced += 1;
      }
      done += batch.length;
      const isEnd = batch.length < BATCH;
      report?.({ done, total: isEnd ? done : null });
      const isTime = clock.nowMs() - this.#lastEventAtMs >= LEAST_TIME_BETWEEN_EVENTS_MS;
      if (unannounced > 0 && (isEnd || isTime)) {
        unannounced = 0;
        await this.#announce();
      }
      if (isEnd) return;
    }
  }

  /** Changes come in bursts: one question is asked at a time, and once more for all that came meanwhile. */
  #ask(): void {
    this.#isAskedAgain = true;
    this.#asking ??= this.#askWhileAsked().finally(() => {
      this.#asking = undefined;
    });
  }

  async #askWhileAsked(): Promise<void> {
    const { covers, jobs, idSource, onError } = this.#options;
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      try {
        if ((await covers.listUnanalysed(1)).length === 0) continue;
        const id = idSource.createId<JobId>();
        await jobs.enqueue({ id, kind: 'artwork', payload: null, priority: 'background', dedupeKey: 'covers' });
      } catch (error) {
        onError(error);
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
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      // A source that has gone may come back with a disk; only a picture that cannot be shown is at fault.
      return error.code === 'media-missing' ? analysed : { ...analysed, fault: error.message };
    }
  }
}
