import { readDropped, type LocatedFile } from './chosen-files.ts';

export interface FileChooserListener {
  onChoice(files: readonly LocatedFile[]): void;
  onDrag(isOver: boolean): void;
}

/** Files by the browser's dialog, and by dropping them anywhere on the window. */
export class FileChooser {
  readonly #listener: FileChooserListener;
  readonly #leaving = new AbortController();

  constructor(listener: FileChooserListener) {
    this.#listener = listener;
    this.#followDrags();
  }

  open(kind: 'files' | 'folder'): void {
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
      this.#listener.onChoice(files.map((file) => ({ file, relativePath: file.webkitRelativePath })));
    });
    input.addEventListener('cancel', () => input.remove());
    input.click();
  }

  dispose(): void {
    this.#leaving.abort();
  }

  #followDrags(): void {
    const { signal } = this.#leaving;
    // Entering a child leaves its parent: the window is left when nothing is entered any more.
    let depth = 0;
    const setDepth = (next: number): void => {
      if (depth > 0 !== next > 0) this.#listener.onDrag(next > 0);
      depth = Math.max(0, next);
    };
    const handlers: Record<string, (event: DragEvent) => void> = {
      dragenter: () => setDepth(depth + 1),
      dragleave: () => setDepth(depth - 1),
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        setDepth(0);
        if (event.dataTransfer) void readDropped(event.dataTransfer.items).then(this.#listener.onChoice);
      },
    };
    for (const [name, handle] of Object.entries(handlers))
      window.addEventListener(
        name,
        (event) => {
          const drag = event as DragEvent;
          if (drag.dataTransfer?.types.includes('Files')) handle(drag);
        },
        { signal },
      );
  }
}
