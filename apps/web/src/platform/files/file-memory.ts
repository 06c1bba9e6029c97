import type { KeyValueStorage } from '@jetstream/app-core/services';
import { FILES_OWNER } from './file-owner.ts';
import type { HeldFile } from './held-file.ts';
import { toFileKey } from './located-files.ts';
import { RememberedFiles, type RememberedFile, type RememberedPicture } from './remembered-files.ts';

/** What outlives the page. Where the browser keeps nothing, all of it is silent. */
export class FileMemory {
  readonly #storage: KeyValueStorage;
  readonly #createId: () => string;
  readonly #rootIds = new Map<FileSystemHandle, string>();
  /** Places in the list of the tracks that are kept. */
  readonly #places = new Map<string, number>();
  #files: RememberedFiles | undefined;
  #userId: string | undefined;
  #nextPlace = 0;

  constructor(storage: KeyValueStorage, createId: () => string) {
    this.#storage = storage;
    this.#createId = createId;
  }

  /** What this user left here; what another user left is forgotten. */
  async recall(userId: string): Promise<{ files: RememberedFile[]; pictures: RememberedPicture[] }> {
    this.#userId = userId;
    const owner = this.#storage.get(FILES_OWNER);
    if (owner === null) return { files: [], pictures: [] };
    const list = async (store: RememberedFiles) => {
      if (owner !== userId) await store.clear();
      return store.list();
    };
    const found = await this.#try(list);
    for (const { trackId, place } of found?.files ?? []) this.#places.set(trackId, place);
    this.#nextPlace = (found?.files.at(-1)?.place ?? -1) + 1;
    return found ?? { files: [], pictures: [] };
  }

  async save(held: readonly HeldFile[], pictures: readonly RememberedPicture[] = []): Promise<void> {
    const userId = this.#userId;
    if (userId === undefined || held.length === 0) return;
    const files = held.map((file) => this.#toRemembered(file, userId));
    this.#storage.set(FILES_OWNER, userId);
    await this.#try((store) => store.save(files, pictures));
  }

  async forget(trackIds: readonly string[]): Promise<void> {
    const known = trackIds.filter((trackId) => this.#places.delete(trackId));
    if (known.length === 0) return;
    if (this.#places.size === 0) this.#storage.remove(FILES_OWNER);
    await this.#try((store) => store.delete(known));
  }

  async #try<T>(act: (store: RememberedFiles) => Promise<T>): Promise<T | undefined> {
    try {
      this.#files ??= new RememberedFiles();
      return await act(this.#files);
    } catch {
      return undefined;
    }
  }

  #toRemembered({ located, track, tags, measured, embedded, beside }: HeldFile, userId: string): RememberedFile {
    const { handle = null, root = null, relativePath } = located;
    const place = this.#places.get(track.id) ?? this.#nextPlace++;
    this.#places.set(track.id, place);
    return {
      trackId: track.id,
      userId,
      place,
      fileKey: toFileKey(located),
      handle,
      root,
      rootId: root ? this.#rootIdOf(root) : '',
      relativePath,
      track,
      tags,
      measured,
      embedded,
      beside: beside.flatMap(({ handle: lyrics, language }) => (lyrics ? [{ handle: lyrics, language }] : [])),
    };
  }

  #rootIdOf(root: FileSystemHandle): string {
    const id = this.#rootIds.get(root) ?? this.#createId();
    this.#rootIds.set(root, id);
    return id;
  }
}
