import { constants } from 'node:fs';
import { access, link, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from '#models/start-error.ts';

const OWNER_ONLY = 0o700;
const LOCK_FILE = 'jetstream.lock';

interface LockHolder {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  processStart: string | null;
}

/** The data folder while this process holds it. */
export interface DataFolder {
  release(): Promise<void>;
}

/** Makes the folder when it is absent, and takes it for this process. @throws StartError */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  await ensureFolder(path);
  const lockPath = join(path, LOCK_FILE);
  await takeLock(lockPath, path);
  return { release: () => unlink(lockPath).catch(() => undefined) };
}

async function ensureFolder(path: string): Promise<void> {
  try {
    await makeFolders(path);
    if (!(await stat(path)).isDirectory()) throw new StartError(describeFolderFault(path, 'ENOTDIR'));
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(describeFolderFault(path, (cause as NodeJS.ErrnoException).code ?? ''), { cause });
  }
}

/** Not by `recursive`: that never comes back for folders that cannot exist, such as those below /proc. */
async function makeFolders(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  if (dirname(path) !== path) await makeFolders(dirname(path));
  await mkdir(path, { mode: OWNER_ONLY });
}

function describeFolderFault(path: string, code: string): string {
  const choose = 'choose another with --data or JETSTREAM_DATA';
  if (code === 'EEXIST' || code === 'ENOTDIR') return `The data folder ${path} is not a folder: ${choose}.`;
  if (code === 'ENOENT') return `The data folder ${path} cannot be made there: ${choose}.`;
  if (code === 'ENOSPC') return `The disk with the data folder ${path} is full.`;
  return `The data folder ${path} cannot be written (${code}): give this user the right to, or ${choose}.`;
}

async function takeLock(lockPath: string, path: string): Promise<void> {
  const own = await describeProcess(process.pid);
  // The lock appears whole, by a link: a reader never sees an empty one.
  const draft = `${lockPath}.${process.pid}`;
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 }).catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(describeFolderFault(path, cause.code ?? ''), { cause });
  });
  try {
    while (!(await tryLink(draft, lockPath))) await clearStaleLock(lockPath, path);
  } finally {
    await unlink(draft);
  }
}

async function tryLink(draft: string, lockPath: string): Promise<boolean> {
  try {
    await link(draft, lockPath);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new StartError(
      `The data folder ${dirname(lockPath)} cannot be locked (${code}): its file system seems to have no hard links. ` +
        'Choose a folder on another disk with --data or JETSTREAM_DATA.',
      { cause: error },
    );
  }
}

async function clearStaleLock(lockPath: string, path: string): Promise<void> {
  const text = await readFile(lockPath, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const holder = parseHolder(text);
  if (holder && (await isRunning(holder)))
    throw new StartError(
      `The data folder ${path} is in use by another JetStream (process ${holder.pid}). ` +
        'Stop that one first, or give this one a folder of its own with --data.',
    );
  // Moved away before it is removed: should another process have replaced it meanwhile, what was moved is that one's.
  const aside = `${lockPath}.stale.${process.pid}`;
  await rename(lockPath, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => undefined);
  if (moved !== undefined && moved !== text) await tryLink(aside, lockPath);
  await unlink(aside).catch(() => undefined);
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as LockHolder;
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : undefined;
  } catch {
    return undefined;
  }
}

async function isRunning(holder: LockHolder): Promise<boolean> {
  // A container that was replaced leaves a lock with another host name and, often, our own process number.
  if (holder.host !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = await observeProcess(holder.pid);
  // A process that was killed keeps its number until its parent looks, which in many containers nobody does.
  return now === undefined ? holder.processStart === null : !now.hasEnded && now.start === holder.processStart;
}

async function describeProcess(pid: number): Promise<LockHolder> {
  const observed = await observeProcess(pid);
  return { pid, host: hostname(), processStart: observed?.start ?? null };
}

/** Linux tells when a process started, in ticks since boot; a boot has an id too. Undefined on other systems. */
async function observeProcess(pid: number): Promise<{ start: string; hasEnded: boolean } | undefined> {
  try {
    const stats = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const fields = stats.slice(stats.lastIndexOf(')') + 2).split(' ');
    return { start: `${boot.trim()} ${fields[19]}`, hasEnded: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return undefined;
  }
}
