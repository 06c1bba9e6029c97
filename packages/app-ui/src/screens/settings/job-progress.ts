import type { AnalysisState, Job } from '@jetstream/api-contract';

export interface ShownProgress {
  done: number;
  /** Null while nobody knows. */
  total: number | null;
  /** Of the bar; null where it cannot be told. */
  share: number | null;
}

/** Files that cannot be measured are done with, although they do not count as measured. */
export const toAnalysisProgress = ({ trackCount, analysedCount, failedCount }: AnalysisState): ShownProgress => ({
  done: analysedCount,
  total: trackCount,
  share: trackCount === 0 ? 1 : (analysedCount + failedCount) / trackCount,
});

/**
 * Null where there is nothing to tell. The job of the analysis counts how many songs it went through, also those that were
 * measured before: beside how many are measured it would be another number for the same.
 */
export function toJobProgress({ kind, progress }: Job, analysis: AnalysisState | undefined): ShownProgress | null {
  if (kind === 'analysis') return analysis ? toAnalysisProgress(analysis) : null;
  return progress && { ...progress, share: progress.total ? progress.done / progress.total : null };
}
