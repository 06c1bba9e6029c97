import { Emitter } from '@jetstream/app-core/services';
import { readDropped, type LocatedFile } from './located-files.ts';

/** What the part of the window says that files are dropped on, by its `data-drop-to`. */
export type DropPurpose = 'play' | 'upload';

interface FileDropsEvents {
  /** Files are being dragged over the window. */
  dragged: { isOver: boolean };
  /** What was dropped could not be read. */
  failed: Record<never, never>;
  dropped: { purpose: DropPurpose; files: readonly LocatedFile[] };
}

/** Files that are dropped on the window. Without a word where to, they stay on this device. */
export class FileDrops extends Emitter<FileDropsEvents> {
  constructor() {
    super();
    // Entering a child leaves its parent: the window is left when nothing is entered any more.
    let depth = 0;
    const setDepth = (next: number): void => {
      if (depth > 0 !== next > 0) this.emit('dragged', { isOver: next > 0 });
      depth = Math.max(0, next);
    };
    const handlers: Record<string, (event: DragEvent) => void> = {
      dragenter: () => setDepth(depth + 1),
      dragleave: () => setDepth(depth - 1),
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        const purpose = purposeOf(event.target);
        setDepth(0);
        if (!event.dataTransfer) return;
        void readDropped(event.dataTransfer.items).then(
          (files) => this.emit('dropped', { purpose, files }),
          () => this.emit('failed', {}),
        );
      },
    };
    for (const [name, handle] of Object.entries(handlers))
      addEventListener(name, (event) => {
        const drag = event as DragEvent;
        if (drag.dataTransfer?.types.includes('Files')) handle(drag);
      });
  }
}

const purposeOf = (target: EventTarget | null): DropPurpose =>
  target instanceof Element && target.closest('[data-drop-to="upload"]') ? 'upload' : 'play';
