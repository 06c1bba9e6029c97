import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import { FileRowSpool } from '#gateways/file-row-spool.ts';
import type { Logger } from '#observability/logger.ts';
import type { Metrics } from '#observability/metrics.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { ActivityRecorder } from '#services/activity-recorder.ts';
import type { Clock } from '#services/clock.ts';
import type { EventBus } from '#services/events.ts';
import type { IdSource } from '#services/id-source.ts';
import { RetentionService } from '#services/retention-service.ts';

interface ActivityParts {
  config: Config;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  idSource: IdSource;
  events: EventBus;
  store: { repositories: Repositories };
}

/** A quarter of a million requests. */
const REQUEST_SPOOL_BYTES = 64 * 1024 ** 2;

/** Writing down what happens, and letting go of it. */
export function createActivityServices({ config, logger, metrics, store: { repositories }, ...parts }: ActivityParts) {
  const spoolOf = <Row>(name: string, limitBytes: number) =>
    new FileRowSpool<Row>({ path: join(config.dataDirectory, 'spool', `${name}.ndjson`), limitBytes });
  const activityRecorder = new ActivityRecorder({
    ...parts,
    repositories,
    spools: { events: spoolOf('events', Number.POSITIVE_INFINITY), requests: spoolOf('requests', REQUEST_SPOOL_BYTES) },
    instanceId: config.instanceId,
    onDropped: (count) => metrics.countEvent('request-log-dropped', count),
    onError: (error) => logger.warn({ err: error }, 'events and requests wait on the disk for their store'),
  });
  const retentionService = new RetentionService({ repositories, clock: parts.clock, retention: config.retention });
  return { activityRecorder, retentionService };
}
