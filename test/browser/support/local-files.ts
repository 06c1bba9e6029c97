import type { Page } from 'playwright-core';

/** As the seek bar of the player bar tells it. */
export const readPlace = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.querySelector('[data-player-bar] [role="slider"]')?.getAttribute('aria-valuetext') ?? '',
  );

export async function chooseFiles(page: Page, button: string, files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).click();
  await (await chooser).setFiles(files);
}

/** Runs in the page: the titles of the files that its database knows. */
export async function readRecords(): Promise<string[]> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('The database did not answer.')));
    });
  const database = await settled(indexedDB.open('jetstream.v1.local-files'));
  const records = await settled<{ place: number; track: { title: string } }[]>(
    database.transaction('files').objectStore('files').getAll(),
  );
  database.close();
  return records.toSorted((a, b) => a.place - b.place).map(({ track }) => track.title);
}

/** Runs in the page before its scripts: its dialog gives a folder of the page's own, for which permission is asked. */
export function giveHandles(): void {
  const choose = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('Chosen');
  Object.assign(globalThis, { showDirectoryPicker: choose, showOpenFilePicker: () => Promise.reject(new Error()) });
  Object.assign(FileSystemHandle.prototype, {
    queryPermission: async () => 'prompt',
    requestPermission: async () => 'granted',
  });
}

/** Runs in the page. */
export async function keepFiles(files: { name: string; text: string }[]): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('Chosen', { create: true });
  for (const { name, text } of files) {
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await writable.write(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)));
    await writable.close();
  }
}
