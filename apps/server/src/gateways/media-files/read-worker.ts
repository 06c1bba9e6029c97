import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { toCoverId } from '#models/catalogue-ids.ts';
import { identifyTrack } from '#models/identify-track.ts';
import type { CoverId } from '#models/ids.ts';
import type { FailureReason } from '#models/scan.ts';
import type { FileOutcome, FolderToRead, LibraryRoot, ReadFolder } from '../media-files.ts';
import { explainFileError, isFileSystemError } from './explain-file-error.ts';
import { decodeLatin1, decodeUtf16 } from './reading/decode-text.ts';
import { createScratch, FileView, NotAudio } from './reading/file-view.ts';
import { readAudioFile, readEmbeddedPicture } from './reading/read-audio-file.ts';
import { type PictureTask, PROGRESS_SLOTS, type ReaderAnswer, type ReadTask } from './worker-messages.ts';

const LARGEST_COVER = 32 * 1024 * 1024;
const LARGEST_LRC = 512 * 1024;

const scratch = createScratch();

async function answer(task: ReadTask | PictureTask, progress: Int32Array): Promise<ReaderAnswer> {
  const { taskId } = task;
  try {
    Atomics.store(progress, PROGRESS_SLOTS.taskId, taskId);
    if ('picturePath' in task) {
      const picture = await readEmbeddedPicture(task.picturePath, scratch);
      return { taskId, picture: picture === null ? null : Uint8Array.from(picture.bytes) };
    }
    return { taskId, folders: await readFolders(task, progress) };
  } catch (error) {
    return { taskId, error: error instanceof Error ? error.message : String(error) };
  }
}

async function readFolders({ root, folders, skipped }: ReadTask, progress: Int32Array): Promise<ReadFolder[]> {
  const read: ReadFolder[] = [];
  let index = 0;
  for (const folder of folders) {
    const files: FileOutcome[] = [];
    for (const at of folder.files.keys()) {
      Atomics.store(progress, PROGRESS_SLOTS.fileIndex, index);
      Atomics.add(progress, PROGRESS_SLOTS.steps, 1);
      if (!skipped.includes(index)) files.push(await readOne(root, folder, at));
      index++;
    }
    read.push({ path: folder.path, coverId: readCover(root, folder.coverPath), files });
  }
  return read;
}

async function readOne(root: LibraryRoot, folder: FolderToRead, at: number): Promise<FileOutcome> {
  const file = folder.files[at] ?? { name: '', sizeBytes: 0, modifiedAtMs: 0 };
  const path = folder.path === '' ? file.name : `${folder.path}/${file.name}`;
  try {
    const reading = await readAudioFile(`${root.rootPath}/${path}`, scratch);
    const lrcName = folder.lrcNames[at] ?? null;
    const lrcText = lrcName === null ? null : readLrc(`${root.rootPath}/${folder.path}/${lrcName}`);
    const { sizeBytes, modifiedAtMs } = file;
    const location = { libraryId: root.libraryId, path, sizeBytes, modifiedAtMs, lrcText };
    return { path, identified: identifyTrack(reading, location), failure: null };
  } catch (error) {
    return { path, identified: null, failure: toFailure(error) };
  }
}

function toFailure(error: unknown): { reason: FailureReason; detail: string } {
  if (isFileSystemError(error)) return { reason: 'unreadable', detail: explainFileError(error) };
  const detail = error instanceof Error ? error.message : String(error);
  return { reason: error instanceof NotAudio ? 'not-audio' : 'damaged', detail: detail.slice(0, 300) };
}

function readCover(root: LibraryRoot, coverPath: string | null): CoverId | null {
  if (coverPath === null) return null;
  const bytes = readSmallFile(`${root.rootPath}/${coverPath}`, LARGEST_COVER);
  return bytes === null || bytes.length === 0 ? null : toCoverId(bytes);
}

function readLrc(path: string): string | null {
  const bytes = readSmallFile(path, LARGEST_LRC);
  if (bytes === null) return null;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isUtf16 ? decodeUtf16(bytes) : decodeLatin1(bytes);
}

function readSmallFile(path: string, limit: number): Uint8Array | null {
  try {
    const view = new FileView(path, scratch);
    try {
      return view.size > limit ? null : Buffer.from(view.read(0, view.size));
    } finally {
      view.close();
    }
  } catch {
    return null;
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const progress = workerData as Int32Array;
  port.on('message', (task: ReadTask | PictureTask) => {
    void answer(task, progress).then((result) => port.postMessage(result));
  });
}
