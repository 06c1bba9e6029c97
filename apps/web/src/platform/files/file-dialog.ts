import { canKeepHandles, pickFiles } from './file-handles.ts';
import type { LocatedFile } from './located-files.ts';

export const canChooseFolders = (): boolean => 'webkitdirectory' in HTMLInputElement.prototype;

type OnChoice = (files: readonly LocatedFile[]) => void;

/** As `openFileDialog`, where the browser can: with handles, by which the files are found again at the next visit. */
export function openKeepingDialog(kind: 'files' | 'folder', onChoice: OnChoice, onFailure: () => void): void {
  if (canKeepHandles()) void pickFiles(kind).then((files) => files && onChoice(files), onFailure);
  else openFileDialog(kind, onChoice);
}

/** Opens the browser's dialog; nothing is told when the person thinks better of it. */
export function openFileDialog(kind: 'files' | 'folder', onChoice: OnChoice): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (kind === 'folder') input.webkitdirectory = true;
  // Firefox and Safari only open the dialog of an element that is in the page.
  input.hidden = true;
  document.body.append(input);
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.remove();
    onChoice(files.map((file) => ({ file, relativePath: file.webkitRelativePath })));
  });
  input.addEventListener('cancel', () => input.remove());
  input.click();
}
