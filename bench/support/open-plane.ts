import { readCommand } from '../../apps/server/src/command-line.ts';
import { openDataPlane, type DataPlane } from '../../apps/server/src/compose/data-plane.ts';
import { createLogger } from '../../apps/server/src/observability/logger.ts';
import { Metrics } from '../../apps/server/src/observability/metrics.ts';

/** What a server with these settings keeps, in this process. */
export async function openPlane(settings: Readonly<Record<string, string>>): Promise<DataPlane> {
  const command = readCommand([], settings, '/');
  if (command.kind !== 'serve') throw new Error(`These are not settings of a server: ${JSON.stringify(command)}`);
  return openDataPlane({
    config: command.config,
    logger: createLogger({ level: 'warn', format: 'text', write: (line) => process.stderr.write(line) }),
    metrics: new Metrics({ collectsProcess: false }),
    clock: { nowMs: () => Date.now() },
  });
}
