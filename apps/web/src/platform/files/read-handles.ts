import type { LocatedFile } from './located-files.ts';

/** The parts of the File System Access API that TypeScript's DOM leaves out: only Chromium has them. */
interface PermittedHandle {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

/** What handles stand for: files, and everything below folders. What cannot be read is left out. */
export async function readHandles(handles: readonly FileSystemHandle[]): Promise<LocatedFile[]> {
  const found: LocatedFile[] = [];
  for (const handle of handles)
    if (isFolder(handle)) found.push(...(await listFolder(handle)));
    else found.push(...(await readFile(handle as FileSystemFileHandle, { relativePath: '', root: handle })));
  return found;
}

async function listFolder(root: FileSystemDirectoryHandle): Promise<LocatedFile[]> {
  const found: LocatedFile[] = [];
  const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
    for await (const handle of folder.values()) {
      const relativePath = `${path}/${handle.name}`;
      if (isFolder(handle)) await walk(handle, relativePath).catch(() => undefined);
      else found.push(...(await readFile(handle as FileSystemFileHandle, { relativePath, root })));
    }
  };
  await walk(root, root.name);
  return found;
}

async function readFile(
  handle: FileSystemFileHandle,
  place: Pick<LocatedFile, 'relativePath' | 'root'>,
): Promise<LocatedFile[]> {
  const file = await handle.getFile().catch(() => undefined);
  return file ? [{ file, ...place, handle }] : [];
}

const isFolder = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle => handle.kind === 'directory';

/** Whether the handle may be read: asked from the person where `isAsking`, which only works in the task of a press. */
export async function isPermitted(handle: FileSystemHandle, isAsking: boolean): Promise<boolean> {
  const permitted = handle as FileSystemHandle & PermittedHandle;
  const options = { mode: 'read' } as const;
  try {
    if ((await permitted.queryPermission?.(options)) === 'granted') return true;
    return isAsking && (await permitted.requestPermission?.(options)) === 'granted';
  } catch {
    return false;
  }
}

/** As `readHandles`, of browsers without handles. */
export async function readEntries(entries: readonly FileSystemEntry[]): Promise<LocatedFile[]> {
  const found: LocatedFile[] = [];
  for (const entry of entries) await collect(entry, '', found);
  return found;
}

async function collect(entry: FileSystemEntry, folder: string, found: LocatedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await readFileEntry(entry as FileSystemFileEntry);
    if (file) found.push({ file, relativePath: folder === '' ? '' : `${folder}/${entry.name}` });
    return;
  }
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const part = await readPart(reader);
    if (part.length === 0) return;
    for (const inner of part) await collect(inner, path, found);
  }
}

/** One file that cannot be read does not keep the others from being sent. */
const readFileEntry = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));

const readPart = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
