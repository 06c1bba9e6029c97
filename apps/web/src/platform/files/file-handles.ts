import type { LocatedFile } from './located-files.ts';

/** The File System Access API, which TypeScript's DOM leaves out: only Chromium has it. */
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
    const folder = kind === 'folder' ? await pickers().showDirectoryPicker?.() : undefined;
    const handles = folder ? [folder] : await pickers().showOpenFilePicker?.({ multiple: true });
    const { readHandles } = await import('./read-handles.ts');
    return await readHandles(handles ?? []);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
