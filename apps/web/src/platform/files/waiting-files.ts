import { toFileKey, type LocatedFile } from './located-files.ts';
import { isPermitted } from './read-handles.ts';
import type { RememberedFile } from './remembered-files.ts';

/** A file of an earlier visit, and where it was found again. */
type FoundFile = readonly [remembered: RememberedFile, located: LocatedFile];

/** Files of an earlier visit that are not open yet. Whatever is found of them has to be taken before it is used: others may have been faster. */
export class WaitingFiles {
  readonly #files = new Map<string, RememberedFile>();

  get size(): number {
    return this.#files.size;
  }

  add(files: readonly RememberedFile[]): void {
    for (const file of files) this.#files.set(file.trackId, file);
  }

  /** False when it does not wait any more: it is open already, or was forgotten. */
  take(file: RememberedFile): boolean {
    return this.#files.get(file.trackId) === file && this.#files.delete(file.trackId);
  }

  forget(trackIds: readonly string[]): void {
    for (const trackId of trackIds) this.#files.delete(trackId);
  }

  clear(): void {
    this.#files.clear();
  }

  /** Those that the browser lets be opened. Each root is asked for once; browsers ask the person once for all. */
  async *open(isAsking: boolean): AsyncGenerator<FoundFile> {
    const files = [...this.#files.values()];
    const answers = new Map<string, boolean>();
    for (const { root, rootId } of files)
      if (root && !answers.has(rootId)) answers.set(rootId, await isPermitted(root, isAsking));
    for (const remembered of files) {
      if (!remembered.handle || answers.get(remembered.rootId) !== true) continue;
      const file = await remembered.handle.getFile().catch(() => undefined);
      if (file) yield [remembered, toLocated(remembered, file)];
    }
  }

  /** Those that were chosen once more; each file stands for one of them. */
  findChosen(chosen: readonly LocatedFile[]): FoundFile[] {
    const byKey = new Map(chosen.map((one) => [toFileKey(one), one]));
    return [...this.#files.values()].flatMap((remembered) => {
      const located = byKey.get(remembered.fileKey);
      byKey.delete(remembered.fileKey);
      return located ? [[remembered, located] as const] : [];
    });
  }
}

const toLocated = ({ handle, root, rootId, relativePath }: RememberedFile, file: File): LocatedFile => ({
  file,
  relativePath,
  ...(handle && root && { handle, root, rootId }),
});
