import { DomainError, notFound } from '#models/errors.ts';
import type { JobId, ScanId } from '#models/ids.ts';
import type { ScanPayload } from '#models/job-kinds.ts';
import { isEnded, type Job, type JobState, type ScheduledJob } from '#models/job.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import type { EventBus } from './events.ts';

export interface JobServiceOptions {
  jobs: JobQueue;
  scanService: { cancelScan(id: ScanId): Promise<unknown> };
  events: EventBus;
}

/** Jobs as an administrator sees them. */
export class JobService {
  readonly #options: JobServiceOptions;

  constructor(options: JobServiceOptions) {
    this.#options = options;
    options.jobs.observe((job) => options.events.emit('jobProgressed', { job }));
  }

  async listJobs(states: readonly JobState[], limit: number): Promise<Job[]> {
    return await this.#options.jobs.listJobs({ states }, limit);
  }

  async listSchedules(): Promise<ScheduledJob[]> {
    return await this.#options.jobs.listSchedules();
  }

  /** One that runs ends as soon as its server notices. @throws DomainError not-found, or conflict when it has ended. */
  async cancelJob(id: JobId): Promise<Job> {
    const job = await this.#getJob(id);
    if (isEnded(job)) throw new DomainError('conflict', 'This job has already ended.');
    // A scan is shown elsewhere too, where it has to end as well.
    if (job.kind === 'scan' && (job.payload as ScanPayload).task === 'scan')
      await this.#options.scanService.cancelScan(id as string as ScanId);
    else await this.#options.jobs.cancelJob(id);
    return await this.#getJob(id);
  }

  /** @throws DomainError not-found, or conflict when it has not failed. */
  async retryJob(id: JobId): Promise<Job> {
    await this.#getJob(id);
    const job = await this.#options.jobs.retryJob(id);
    if (job === undefined) throw new DomainError('conflict', 'Only a job that has failed can be tried again.');
    return job;
  }

  /** @throws DomainError not-found, or conflict while it waits or runs. */
  async deleteJob(id: JobId): Promise<void> {
    await this.#getJob(id);
    if (!(await this.#options.jobs.deleteJob(id)))
      throw new DomainError('conflict', 'This job has not ended: cancel it first.');
  }

  async #getJob(id: JobId): Promise<Job> {
    const job = await this.#options.jobs.findJob(id);
    if (job === undefined) throw notFound('job');
    return job;
  }
}
