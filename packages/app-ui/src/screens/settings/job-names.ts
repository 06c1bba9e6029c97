import type { Job } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';

const kinds: Readonly<Record<string, TextKey>> = {
  scan: 'settings.jobScan',
  artwork: 'settings.jobArtwork',
  analysis: 'settings.jobAnalysis',
  'clean-up': 'settings.jobCleanUp',
};

/** A newer server may have kinds that this app does not know: they keep the server's name. */
export function toKindName(kind: string, text: (key: TextKey) => string): string {
  const key = kinds[kind];
  return key === undefined ? kind : text(key);
}

export const jobStates = {
  queued: 'settings.jobQueued',
  running: 'settings.jobRunning',
  completed: 'settings.jobCompleted',
  cancelled: 'settings.jobCancelled',
  failed: 'settings.jobFailed',
} as const satisfies Record<Job['state'], TextKey>;
