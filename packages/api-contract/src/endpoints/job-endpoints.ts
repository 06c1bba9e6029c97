import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { analysisState, job, jobGroup, jobSchedule } from '../schemas/job.ts';
import { id } from '../schemas/primitives.ts';

const jobParams = z.object({ jobId: id });

export const jobEndpoints = {
  listJobs: defineEndpoint('listJobs', {
    summary:
      'Jobs that wait or run, that failed, or that are done; waiting ones in their order, ended ones newest first',
    tag: 'jobs',
    access: 'administrator',
    query: z.object({ group: jobGroup.default('active'), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.object({ items: z.array(job) }),
  }),
  listJobSchedules: defineEndpoint('listJobSchedules', {
    summary: 'Jobs that come by the clock, with their next run',
    tag: 'jobs',
    access: 'administrator',
    output: z.object({ items: z.array(jobSchedule) }),
  }),
  getAnalysisState: defineEndpoint('getAnalysisState', {
    summary: 'How many tracks were measured for loudness and waveform',
    tag: 'jobs',
    access: 'administrator',
    output: analysisState,
  }),
  cancelJob: defineEndpoint('cancelJob', {
    summary: 'End a job that waits or runs, on whichever server that is; one that runs ends as soon as it can',
    tag: 'jobs',
    access: 'administrator',
    params: jobParams,
    output: job,
    errors: ['not-found', 'conflict'],
  }),
  retryJob: defineEndpoint('retryJob', {
    summary: 'Queue a job that failed again, with all its tries',
    tag: 'jobs',
    access: 'administrator',
    params: jobParams,
    output: job,
    errors: ['not-found', 'conflict'],
  }),
  deleteJob: defineEndpoint('deleteJob', {
    summary: 'Forget a job that has ended',
    tag: 'jobs',
    access: 'administrator',
    params: jobParams,
    output: 'empty',
    status: 204,
    errors: ['not-found', 'conflict'],
  }),
};
