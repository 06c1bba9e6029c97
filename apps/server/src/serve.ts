import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '#config/config.ts';
import { takeDataFolder } from '#gateways/data-folder.ts';
import { listen, type HttpListener } from '#gateways/http-listener.ts';
import { DomainError } from '#models/errors.ts';
import { isInTime } from '#models/is-in-time.ts';
import { StartError } from '#models/start-error.ts';
import type { Logger } from '#observability/logger.ts';
import { createApp } from './app.ts';
import { createContext, type Context } from './context.ts';

export interface RunningServer {
  /** Resolves when no store is waited for any more. @throws StartError when waiting turned out to be in vain */
  begun: Promise<void>;
  stop(): Promise<void>;
}

/** A store that comes and goes is asked again after it. */
const RETRY_MS = 2_000;
const LONGEST_STOP_MS = 5_000;

/** Starts everything, in the order in which it stops again, backwards. @throws StartError */
export async function serve(config: Config, version: string, logger: Logger): Promise<RunningServer> {
  const dataFolder = await takeDataFolder(config.dataDirectory);
  try {
    const context = await createContext({ config, version, logger }).catch(asStartError);
    try {
      const isComplete = await tryMusicFolders(context);
      const listener = await listen(createApp(context), config.http);
      try {
        await context.services.activityRecorder.start();
        if (isComplete) await begin(context, listener);
      } catch (error) {
        await listener.stop(0);
        throw error;
      }
      const beginning = isComplete ? Promise.resolve() : beginLater(context, listener).catch(asStartError);
      return { begun: beginning, stop: () => stop({ context, listener, dataFolder, beginning }) };
    } catch (error) {
      await context.close();
      throw error;
    }
  } catch (error) {
    await dataFolder.release();
    throw error;
  }
}

async function begin(context: Context, listener: HttpListener): Promise<void> {
  announce(context, listener);
  await context.startJobs();
}

/** Serves what needs no store that is away, and begins with the rest when all are there. */
async function beginLater(context: Context, listener: HttpListener): Promise<void> {
  const { logger, dataPlane, stopping } = context;
  const [address] = listener.urls;
  const stores = dataPlane.listAway();
  logger.warn({ address, stores }, 'JetStream waits for its stores: what needs them is refused until they are there');
  const stopped = once(stopping, 'abort');
  while (!stopping.aborted) {
    await Promise.race([dataPlane.opened, stopped]);
    if (stopping.aborted) return;
    try {
      // It serves already: a mistake in the configuration is no reason to end.
      if (await tryMusicFolders(context)) return await begin(context, listener);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      logger.error({ reason: error.message }, 'music folders of the configuration cannot be used');
      return begin(context, listener);
    }
    await wait(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

interface Running {
  context: Context;
  listener: HttpListener;
  dataFolder: { release(): Promise<void> };
  beginning: Promise<void>;
}

/**
 * In the order that loses nothing behind a balancer: it is told first, requests on their way are still taken, listeners of events go
 * elsewhere, and songs play to their end.
 */
async function stop({ context, listener, dataFolder, beginning }: Running): Promise<void> {
  const { drainDelayMs, stopGraceMs } = context.config.http;
  context.logger.info('stopping');
  context.beginStop();
  listener.beginDrain();
  await wait(drainDelayMs);
  context.endEventStreams();
  await listener.stop(stopGraceMs);
  await isInTime(
    beginning.catch(() => undefined),
    LONGEST_STOP_MS,
  );
  await context.close();
  await dataFolder.release();
  context.logger.info('stopped');
}

/** False while a store is away. @throws StartError */
async function tryMusicFolders(context: Context): Promise<boolean> {
  if (context.dataPlane.listAway().length > 0) return false;
  try {
    await takeInMusicFolders(context);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return false;
    throw error;
  }
}

/**
 * A folder that was never there is a mistake in the configuration. One that was is a disk that is not mounted today: its
 * music waits, and the rest plays.
 */
async function takeInMusicFolders({ config, services, logger }: Context): Promise<void> {
  const faults = await services.libraryService.ensureManagedLibraries(config.music.directories);
  const known = new Set((await services.libraryService.listLibraries()).map(({ library }) => library.path));
  const mistakes = faults.filter(({ path }) => !known.has(path));
  if (mistakes.length > 0)
    throw new StartError(
      mistakes.map(({ path, message }) => `The music folder ${path} cannot be used. ${message}`).join('\n'),
    );
  for (const fault of faults) logger.warn(fault, 'a music folder cannot be read');
}

/** A store that says why it cannot be opened speaks to whoever starts the server. */
function asStartError(error: unknown): never {
  if (error instanceof DomainError) throw new StartError(error.message, { cause: error });
  throw error;
}

function announce({ config, version, logger }: Context, { urls: [own, ...others] }: HttpListener): void {
  const { directories } = config.music;
  const music = directories.length > 0 ? directories.join(', ') : 'chosen in the app';
  const address = config.http.publicUrl ?? own;
  const fields = { address, version, data: config.dataDirectory, music };
  logger.info(fields, `JetStream is ready: open ${[address, ...others].join(' or ')}`);
  if (config.isProduction && config.store.kind === 'embedded')
    logger.warn('the embedded store is in use: it serves one process, and its data folder is all there is to back up');
}
