import type { LocatedFile } from './located-files.ts';

/** The parts of the File System Access API that TypeScript's DOM leaves out: only Chromium has them. */
export interface PermittedHandle {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

interface PickerWindow {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>;
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
}

const pickers = (): PickerWindow => globalThis as PickerWindow;

/** Whether files can be chosen so that they are found again at the next visit. Plain HTTP has no pickers. */
export const canKeepHandles = (): boolean =>
  pickers().showOpenFilePicker !== undefined && pickers().showDirectoryPicker !== undefined;

/** Opens the system's dialog; undefined when the person thinks better of it. */
export async function pickFiles(kind: 'files' | 'folder'): Promise<LocatedFile[] | undefined> {
  try {
    if (kind === 'folder') {
      const folder = await pickers().showDirectoryPicker?.();
      return folder && (await listFolder(folder));
    }
    const handles = (await pickers().showOpenFilePicker?.({ multiple: true })) ?? [];
    return await readHandles(handles);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
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
