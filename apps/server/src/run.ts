import type { Config } from '#config/config.ts';
import { StartError } from '#models/start-error.ts';
import { createLogger, type Logger } from '#observability/logger.ts';
import { serve, type RunningServer } from './serve.ts';

const OWNER_ONLY = 0o077;

/** Serves until a signal or a bug ends it. */
export async function run(config: Config, version: string): Promise<void> {
  const { level, format } = config.log;
  const isForPeople = process.stdout.isTTY || !config.isProduction;
  const logger = createLogger({
    level,
    format: format === 'auto' ? (isForPeople ? 'text' : 'json') : format,
    write: (line) => process.stdout.write(line),
  });
  // Whatever is written from here on is for this user alone: keys, the database, its backups.
  process.umask(OWNER_ONLY);
  endOnBugs(logger);
  const starting = serve(config, version, logger);
  endOnSignals(starting, logger);
  const tell = (error: unknown) => {
    if (error instanceof StartError) process.stderr.write(`${error.message}\n`);
    else logger.fatal({ err: error }, 'JetStream could not start');
  };
  try {
    const server = await starting;
    await server.begun.catch((error: unknown) => {
      tell(error);
      return server.stop().finally(() => process.exit(1));
    });
  } catch (error) {
    tell(error);
    process.exitCode = 1;
  }
}

/** The first signal stops in order; a second one, of somebody in a hurry, at once. */
function endOnSignals(starting: Promise<RunningServer>, logger: Logger): void {
  let isStopping = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    const exitCode = signal === 'SIGINT' ? 130 : 143;
    if (isStopping) process.exit(exitCode);
    isStopping = true;
    try {
      const server = await starting;
      await server.stop();
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** After an error that nobody expected nothing can be relied on; whoever supervises the process starts it again. */
function endOnBugs(logger: Logger): void {
  const onBug = (error: unknown) => {
    logger.fatal({ err: error }, 'a bug ended JetStream');
    process.exit(1);
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
}
