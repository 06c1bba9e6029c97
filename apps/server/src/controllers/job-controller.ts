import type { JobGroup } from '@jetstream/api-contract';
import type { JobId } from '#models/ids.ts';
import type { JobState } from '#models/job.ts';
import { toPublicJob, toPublicSchedule } from '#presenters/job-presenter.ts';
import type { JobService } from '#services/job-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

type JobEndpoint = 'listJobs' | 'listJobSchedules' | 'cancelJob' | 'retryJob' | 'deleteJob';

const statesOf = {
  active: ['queued', 'running'],
  failed: ['failed'],
  done: ['completed', 'cancelled'],
} as const satisfies Record<JobGroup, readonly JobState[]>;

export function createJobController({ jobService }: { jobService: JobService }): EndpointHandlers<JobEndpoint> {
  return {
    listJobs: async ({ query: { group, limit } }) => ({
      items: (await jobService.listJobs(statesOf[group], limit)).map(toPublicJob),
    }),
    listJobSchedules: async () => ({ items: (await jobService.listSchedules()).map(toPublicSchedule) }),
    cancelJob: async ({ params }) => toPublicJob(await jobService.cancelJob(params.jobId as JobId)),
    retryJob: async ({ params }) => toPublicJob(await jobService.retryJob(params.jobId as JobId)),
    async deleteJob({ params }) {
      await jobService.deleteJob(params.jobId as JobId);
      return undefined;
    },
  };
}
