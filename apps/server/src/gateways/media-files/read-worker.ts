import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type LyricsText, decodeText } from '@jetstream/music-files';
import { type LyricsFile, LARGEST_COMPANION_BYTES } from '@jetstream/music-files/names';
import { toCoverId } from '#models/catalogue-ids.ts';
import { DomainError } from '#models/errors.ts';
import { identifyTrack } from '#models/identify-track.ts';
import type { CoverId } from '#models/ids.ts';
import { joinLocation } from '#models/media-location.ts';
import type { FileFault, FileOutcome, FolderToRead, LibraryRoot, ReadFolder } from '../media-files.ts';
import { isFileSystemError, toFileFault } from './explain-file-error.ts';
import type { LibrarySource } from './library-source.ts';
import { LibrarySources } from './library-sources.ts';
import { NotAudio } from './reading/file-view.ts';
import { readAudioFile, readEmbeddedPicture } from './reading/read-audio-file.ts';
import { runBounded } from './run-bounded.ts';
import {
  type PictureTask,
  PROGRESS_SLOTS,
  type ReaderAnswer,
  type ReaderData,
  type ReadTask,
} from './worker-messages.ts';

const CUT_OFF: FileFault = { reason: 'cut-off', detail: 'The file ends before the length that it states itself.' };
/** While a store is being waited for, this tells that the reader does not hang: requests have limits of their own. */
const HEARTBEAT_MS = 500;

/** A file of a task: `index` counts through all folders. */
interface FileJob {
  root: LibraryRoot;
  folder: FolderToRead;
  at: number;
  index: number;
}

/** The thread's own. */
interface Reader {
  progress: Int32Array;
  sources: LibrarySources;
}

async function answer(task: ReadTask | PictureTask, reader: Reader): Promise<ReaderAnswer> {
  const { taskId } = task;
  try {
    Atomics.store(reader.progress, PROGRESS_SLOTS.taskId, taskId);
    if ('picturePath' in task) return { taskId, picture: await readPicture(task.picturePath, reader) };
    return { taskId, folders: await readFolders(task, reader) };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable')
      return { taskId, unavailable: { message: error.message, retryAfterSeconds: error.retryAfterSeconds } };
    return { taskId, error: error instanceof Error ? error.message : String(error) };
  }
}

async function readPicture(location: string, { sources }: Reader): Promise<Uint8Array | null> {
  const source = await sources.open(location);
  try {
    const picture = await source.read(location, null, (view) => readEmbeddedPicture(view, location));
    return picture === null ? null : Uint8Array.from(picture.bytes);
  } catch (error) {
    // Whatever became of the file, the picture is not in it any more.
    toFailure(error);
    return null;
  }
}

async function readFolders({ root, folders, skipped }: ReadTask, reader: Reader): Promise<ReadFolder[]> {
  const source = await reader.sources.open(root.rootPath);
  const jobs: FileJob[] = [];
  for (const folder of folders)
    for (const at of folder.files.keys()) jobs.push({ root, folder, at, index: jobs.length });
  const outcomes = new Map<FolderToRead, FileOutcome[]>(folders.map((folder) => [folder, []]));
  const heartbeat = setInterval(() => {
    if (source.isWaiting) Atomics.add(reader.progress, PROGRESS_SLOTS.steps, 1);
  }, HEARTBEAT_MS);
  try {
    const kept = jobs.filter(({ index }) => !skipped.includes(index));
    const read = await runBounded(kept, source.concurrency, (job) => readOne(source, job, reader.progress));
    for (const [at, { folder }] of kept.entries()) outcomes.get(folder)?.push(...read.slice(at, at + 1));
    const covers = await runBounded(folders, source.concurrency, ({ coverPath }) => readCover(source, root, coverPath));
    return folders.map((folder, at) => ({
      path: folder.path,
      coverId: covers[at] ?? null,
      files: outcomes.get(folder) ?? [],
    }));
  } finally {
    clearInterval(heartbeat);
  }
}

async function readOne(source: LibrarySource, job: FileJob, progress: Int32Array): Promise<FileOutcome> {
  const { root, folder, at, index } = job;
  const file = folder.files[at] ?? { name: '', sizeBytes: 0, modifiedAtMs: 0 };
  const path = folder.path === '' ? file.name : `${folder.path}/${file.name}`;
  try {
    // Opening may hang too, where it blocks; elsewhere another file is perhaps just being read.
    if (source.concurrency === 1) noteStep(progress, index);
    const reading = await source.read(joinLocation(root.rootPath, path), file, (view) => {
      noteStep(progress, index);
      return readAudioFile(view, path);
    });
    const lyricsTexts = await readLyrics(
      source,
      joinLocation(root.rootPath, folder.path),
      folder.lyricsFiles[at] ?? [],
    );
    const { sizeBytes, modifiedAtMs } = file;
    const location = { libraryId: root.libraryId, path, sizeBytes, modifiedAtMs, lyricsTexts };
    return { path, identified: identifyTrack(reading, location), failure: reading.isCutOff ? CUT_OFF : null };
  } catch (error) {
    return { path, identified: null, failure: toFailure(error) };
  }
}

function noteStep(progress: Int32Array, index: number): void {
  Atomics.store(progress, PROGRESS_SLOTS.fileIndex, index);
  Atomics.add(progress, PROGRESS_SLOTS.steps, 1);
}

/** @throws what the whole task fails by. */
function toFailure(error: unknown): FileFault {
  if (error instanceof DomainError) {
    if (error.code === 'unavailable') throw error;
    return { reason: 'unreadable', detail: error.message };
  }
  if (isFileSystemError(error)) return toFileFault(error);
  const detail = error instanceof Error ? error.message : String(error);
  return { reason: error instanceof NotAudio ? error.reason : 'damaged', detail: detail.slice(0, 300) };
}

async function readCover(source: LibrarySource, root: LibraryRoot, coverPath: string | null): Promise<CoverId | null> {
  if (coverPath === null) return null;
  const bytes = await source.readSmallFile(joinLocation(root.rootPath, coverPath), LARGEST_COMPANION_BYTES.cover);
  return bytes === null || bytes.length === 0 ? null : toCoverId(bytes);
}

async function readLyrics(source: LibrarySource, folder: string, files: readonly LyricsFile[]): Promise<LyricsText[]> {
  const texts: LyricsText[] = [];
  for (const { name, language } of files) {
    const bytes = await source.readSmallFile(joinLocation(folder, name), LARGEST_COMPANION_BYTES.lyrics);
    if (bytes === null) continue;
    texts.push({ fileName: name, language, text: decodeText(bytes) });
  }
  return texts;
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const { progress, ...access } = workerData as ReaderData;
  const reader = { progress, sources: new LibrarySources(access) };
  port.on('message', (task: ReadTask | PictureTask) => {
    void answer(task, reader).then((result) => port.postMessage(result));
  });
}
