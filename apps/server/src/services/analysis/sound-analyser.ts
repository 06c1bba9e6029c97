import { ANALYSIS_VERSION, type AudioMeasurement } from '@jetstream/audio-analysis';
import type { MediaStore } from '#gateways/media-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import type { LibraryId, SoundId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import type { AnalysisRecord } from '#models/track-analysis.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { toLibraryFile } from '../library-file.ts';

export interface SoundAnalyserOptions {
  libraries: Pick<Repositories['libraries'], 'findLibrary' | 'listLibraries'>;
  mediaStore: Pick<MediaStore, 'findFile' | 'listFiles'>;
  transcoder: Pick<Transcoder, 'analyse'>;
  nowMs: () => number;
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Decodes and measures one track. */
export class SoundAnalyser {
  readonly #options: SoundAnalyserOptions;

  constructor(options: SoundAnalyserOptions) {
    this.#options = options;
  }

  /**
   * Libraries that are there at the moment: what lies on a disk or in a bucket that is away has to wait, and is not asked for file by
   * file. @throws DomainError unavailable when that is so of all of them, and one could not even be asked
   */
  async listReachableLibraries(): Promise<ReadonlySet<LibraryId>> {
    const { libraries, mediaStore } = this.#options;
    const reachable = new Set<LibraryId>();
    let fault: unknown;
    for (const { id, path } of await libraries.listLibraries()) {
      try {
        const { files, folders } = await mediaStore.listFiles(path, { limit: 1, isDeep: false });
        if (files.length + folders.length > 0) reachable.add(id);
      } catch (error) {
        fault = error;
      }
    }
    if (reachable.size === 0 && fault) throw fault;
    return reachable;
  }

  /** Undefined when the catalogue's file is not there: a scan has to look at it first. @throws DomainError as Transcoder.analyse */
  async analyse(id: SoundId, track: Track, signal: AbortSignal): Promise<AnalysisRecord | undefined> {
    const { libraries, mediaStore, transcoder, nowMs } = this.#options;
    const library = await libraries.findLibrary(track.libraryId);
    if (!library || library.removedAtMs !== null) return undefined;
    const location = toLibraryFile(library.path, track.path);
    const file = await mediaStore.findFile(location);
    if (file?.sizeBytes !== track.sizeBytes) return undefined;
    const measurement = await transcoder.analyse({ location, revision: file.revision }, { signal });
    return toRecord(id, measurement, nowMs());
  }
}

function toRecord(id: SoundId, measurement: AudioMeasurement, analysedAtMs: number): AnalysisRecord {
  const { durationMs, loudness, waveform, silence } = measurement;
  const { blocks, shortTermBlocks, mixed, ...levels } = loudness;
  return {
    analysis: {
      id,
      version: ANALYSIS_VERSION,
      analysedAtMs,
      sound: {
        durationMs,
        loudness: {
          ...levels,
          blocks: toText(blocks),
          shortTermBlocks: toText(shortTermBlocks),
          ...(mixed && { mixed: { ...mixed, blocks: toText(mixed.blocks) } }),
        },
        headSilenceMs: silence.headMs,
        tailSilenceMs: silence.tailMs,
      },
      fault: null,
    },
    waveform: { peaks: toText(waveform.peaks), rms: toText(waveform.rms) },
  };
}
