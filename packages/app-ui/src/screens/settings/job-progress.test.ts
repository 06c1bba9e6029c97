import type { AnalysisState, Job } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { toAnalysisProgress, toJobProgress } from './job-progress.ts';

const buildJob = (wishes: Partial<Job>): Job => ({
  id: 'job-1',
  kind: 'scan',
  state: 'running',
  progress: null,
  tries: 1,
  maxTries: 3,
  error: null,
  server: null,
  queuedAt: '2026-05-04T12:00:00.000Z',
  dueAt: '2026-05-04T12:00:00.000Z',
  startedAt: '2026-05-04T12:00:00.000Z',
  endedAt: null,
  ...wishes,
});
const analysis: AnalysisState = {
  trackCount: 300,
  analysedCount: 120,
  failedCount: 30,
  isRunning: true,
  hours: 'always',
  isTime: true,
};

describe('how far a job is', () => {
  it('is told as the job counts, once it does', () => {
    expect(toJobProgress(buildJob({}), analysis)).toBeNull();
    const told = (progress: Job['progress']) => toJobProgress(buildJob({ progress }), analysis);
    expect(told({ done: 7, total: null })).toEqual({ done: 7, total: null, share: null });
    expect(told({ done: 7, total: 28 })).toEqual({ done: 7, total: 28, share: 0.25 });
  });

  it('is, of the analysis, what the card above says of the same songs', () => {
    const job = buildJob({ kind: 'analysis', progress: { done: 200, total: 300 } });
    expect(toJobProgress(job, analysis)).toEqual(toAnalysisProgress(analysis));
    expect(toAnalysisProgress(analysis)).toEqual({ done: 120, total: 300, share: 0.5 });
    expect(toJobProgress(job, undefined)).toBeNull();
  });
});
