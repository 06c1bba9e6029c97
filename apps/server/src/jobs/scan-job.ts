import type { JobHandler } from '#models/job.ts';
import type { ScanService } from '#services/scan-service.ts';

export const createScanJob =
  ({ scanService }: { scanService: Pick<ScanService, 'runJob'> }): JobHandler<'scan'> =>
  (run) =>
    scanService.runJob(run);
