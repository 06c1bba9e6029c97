import { ANALYSIS_VERSION } from '@jetstream/audio-analysis';
import { type AnalysisHours, isAnalysisHour } from '#models/analysis-hours.ts';
import { DomainError } from '#models/errors.ts';
import type { JobId, LibraryId, SoundId } from '#models/ids.ts';
import type { JobRun } from '#models/job.ts';
import type { Scan } from '#models/scan.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { type AnalysisFault, toSoundId } from '#models/track-analysis.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';
import type { IdSource } from '../id-source.ts';
import type { SoundAnalyser } from './sound-analyser.ts';
import { type ListedSound, listSoundPages } from './sound-list.ts';

export interface AnalysisServiceOptions {
  repositories: Pick<Repositories, 'tracks' | 'trackAnalyses' | 'libraries'>;
  analyser: Pick<SoundAnalyser, 'analyse' | 'listReachableLibraries'>;
  jobs: Pick<JobQueue, 'enqueue' | 'listJobs'>;
  events: EventBus;
  clock: Clock;
  idSource: IdSource;
  hours: AnalysisHours;
  getCatalogueVersion: () => Promise<string>;
  /** Told what nobody planned for, and when nobody could be asked to measure. */
  onError: (error: unknown) => void;
}

/** Counted in tracks. */
type AnalysisCounts = Pick<AnalysisProgress, 'trackCount' | 'analysedCount' | 'failedCount'>;

/** How far the library was measured. */
export interface AnalysisProgress {
  trackCount: number;
  analysedCount: number;
  /** Files that could not be measured. */
  failedCount: number;
  isRunning: boolean;
  hours: AnalysisHours;
  /** Whether it may measure now. */
  isTime: boolean;
}

/** Whoever shows loudness loads it again then, so not for every track. */
const LEAST_TIME_BETWEEN_EVENTS_MS = 60_000;
/** So many in a row mean that nothing can be measured for now, be it the decoder or a disk that is away. */
const MOST_UNAVAILABLE = 3;
/** Counting walks the whole catalogue; what is measured ends it before. */
const COUNT_LIFETIME_MS = 30_000;

/** One way through the library. */
interface Survey {
  catalogueVersion: string;
  reachable: ReadonlySet<LibraryId>;
  /** Nothing was due, and nothing was out of reach. */
  isAllDone: boolean;
}

/** Measures what was never measured, as a job, one sound at a time. */
export class AnalysisService {
  readonly #options: AnalysisServiceOptions;
  #lastEventAtMs = 0;
  /** Of the catalogue in which nothing was left to do. */
  #doneVersion: string | undefined;
  #asking: Promise<void> = Promise.resolve();
  #counted: { atMs: number; counts: Promise<AnalysisCounts> } | undefined;

  constructor(options: AnalysisServiceOptions) {
    this.#options = options;
    // Emitted by whichever server scanned or measured.
    for (const name of ['libraryChanged', 'eventsMissed'] as const)
      options.events.on(name, () => (this.#counted = undefined));
  }

  /** Asks for what is left to measure, now and after every scan that found something. Returns the end. */
  start(): () => Promise<void> {
    const unsubscribe = this.#options.events.on('scanProgressed', ({ scan }) => {
      if (hasNews(scan)) this.#asking = this.#asking.then(() => this.#ask());
    });
    this.#asking = this.#ask();
    return async () => {
      unsubscribe();
      await this.#asking;
    };
  }

  /**
   * Goes through the library once and measures every sound that is due: an interrupted run is taken up where it was, since each result
   * is kept at once. Ends early when its hours are over. @throws DomainError unavailable when there is no decoder, or nothing can be read
   */
  async analyseSounds({ signal, report }: Pick<JobRun, 'signal' | 'report'>): Promise<void> {
    const survey = await this.#beginSurvey();
    if (!survey || !this.#isTime()) return;
    const total = await this.#countTracks();
    let unavailable: { error: DomainError; inARow: number } | undefined;
    let [done, measured] = [0, 0];
    report({ done, total });
    for await (const sound of this.#listTracks(survey, signal)) {
      if (sound.isDue) {
        survey.isAllDone = false;
        if (!this.#isTime()) break;
        const error = await this.#analyseOne(sound, signal);
        unavailable = error && { error, inARow: (unavailable?.inARow ?? 0) + 1 };
        if (unavailable && unavailable.inARow >= MOST_UNAVAILABLE) break;
        measured += 1;
        await this.#announce(LEAST_TIME_BETWEEN_EVENTS_MS);
      }
      done += 1;
      report({ done, total: Math.max(done, total) });
    }
    if (measured > 0) await this.#announce(0);
    if (unavailable) throw unavailable.error;
    this.#endSurvey(survey);
  }

  async getProgress(): Promise<AnalysisProgress> {
    const running = this.#options.jobs.listJobs({ states: ['running'], kind: 'analysis' }, 1);
    const isRunning = (await running).length > 0;
    return { ...(await this.#countOnce()), isRunning, hours: this.#options.hours, isTime: this.#isTime() };
  }

  #isTime(): boolean {
    return isAnalysisHour(this.#options.hours, this.#options.clock.nowMs());
  }

  /** Undefined when the catalogue is the one in which nothing was left to do. */
  async #beginSurvey(): Promise<Survey | undefined> {
    const catalogueVersion = await this.#options.getCatalogueVersion();
    if (catalogueVersion === this.#doneVersion) return undefined;
    return { catalogueVersion, reachable: await this.#options.analyser.listReachableLibraries(), isAllDone: true };
  }

  #endSurvey({ catalogueVersion, isAllDone }: Survey): void {
    if (isAllDone) this.#doneVersion = catalogueVersion;
  }

  async #countTracks(): Promise<number> {
    const { libraries, tracks } = this.#options.repositories;
    const counts = await Promise.all((await libraries.listLibraries()).map(({ id }) => tracks.countTracks(id)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Each page as it stands when its turn has come: what was measured meanwhile is not due any more, nor what is away. */
  async *#listTracks(survey: Survey, signal?: AbortSignal): AsyncGenerator<ListedSound> {
    if (survey.reachable.size === 0) {
      survey.isAllDone = false;
      return;
    }
    for await (const page of listSoundPages(this.#options.repositories)) {
      const seen = new Set<SoundId>();
      for (const sound of page) {
        signal?.throwIfAborted();
        const isReachable = survey.reachable.has(sound.libraryId);
        if (sound.isDue && !isReachable) survey.isAllDone = false;
        yield { ...sound, isDue: sound.isDue && isReachable && !seen.has(sound.id) };
        if (isReachable) seen.add(sound.id);
      }
    }
  }

  /** Keeps the result or the fault; returns the error when it says nothing about the file. */
  async #analyseOne({ id, trackId, state }: ListedSound, signal: AbortSignal): Promise<DomainError | undefined> {
    const { repositories, analyser, onError } = this.#options;
    const track = await repositories.tracks.findTrack(trackId);
    if (!track || track.missingSinceMs !== null || toSoundId(track) !== id) return undefined;
    try {
      const record = await analyser.analyse(id, track, signal);
      if (record) await repositories.trackAnalyses.saveAnalysis(record);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DomainError && error.code === 'unavailable') return error;
      if (!(error instanceof DomainError)) onError(error);
      const tries = state?.version === ANALYSIS_VERSION ? (state.fault?.tries ?? 0) + 1 : 1;
      await this.#keepFault(id, { ...describeFault(error), tries });
      return undefined;
    }
  }

  /** What an earlier version measured is better than nothing, and stays. */
  async #keepFault(id: SoundId, fault: AnalysisFault): Promise<void> {
    const { repositories, clock } = this.#options;
    const [before] = await repositories.trackAnalyses.listAnalyses([id]);
    const sound = before?.sound ?? null;
    const waveform = (sound && (await repositories.trackAnalyses.findWaveform(id))) ?? null;
    const analysis = { id, version: ANALYSIS_VERSION, analysedAtMs: clock.nowMs(), sound, fault };
    await repositories.trackAnalyses.saveAnalysis({ analysis, waveform });
  }

  async #ask(): Promise<void> {
    const { jobs, idSource, onError } = this.#options;
    try {
      if (!this.#isTime() || !(await this.#isAnyDue())) return;
      const id = idSource.createId<JobId>();
      await jobs.enqueue({ id, kind: 'analysis', payload: null, priority: 'background', dedupeKey: 'sounds' });
    } catch (error) {
      onError(error);
    }
  }

  async #isAnyDue(): Promise<boolean> {
    const survey = await this.#beginSurvey();
    if (!survey) return false;
    for await (const { isDue } of this.#listTracks(survey)) if (isDue) return true;
    this.#endSurvey(survey);
    return false;
  }

  /** Counting goes through the whole library: those who ask at once, or again and again while nothing is told, share one answer. */
  #countOnce(): Promise<AnalysisCounts> {
    const nowMs = this.#options.clock.nowMs();
    if (this.#counted && nowMs - this.#counted.atMs < COUNT_LIFETIME_MS) return this.#counted.counts;
    const counts = this.#count();
    this.#counted = { atMs: nowMs, counts };
    counts.catch(() => (this.#counted = undefined));
    return counts;
  }

  async #count(): Promise<AnalysisCounts> {
    const counts = { trackCount: 0, analysedCount: 0, failedCount: 0 };
    for await (const page of listSoundPages(this.#options.repositories))
      for (const { state, isDue } of page) {
        counts.trackCount += 1;
        if (state?.fault) counts.failedCount += 1;
        else if (!isDue) counts.analysedCount += 1;
      }
    return counts;
  }

  async #announce(leastTimeMs: number): Promise<void> {
    const { clock, events, getCatalogueVersion } = this.#options;
    if (clock.nowMs() - this.#lastEventAtMs < leastTimeMs) return;
    this.#lastEventAtMs = clock.nowMs();
    events.emit('libraryChanged', { version: await getCatalogueVersion() });
  }
}

const hasNews = (scan: Scan): boolean =>
  scan.state === 'completed' && scan.filesAdded + scan.filesUpdated + scan.filesMoved > 0;

const describeFault = (error: unknown): Pick<AnalysisFault, 'code' | 'message'> =>
  error instanceof DomainError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'It could not be measured.' };
