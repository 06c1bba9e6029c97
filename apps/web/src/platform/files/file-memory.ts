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

  /** What this user left here; what others left is forgotten, also what nobody is known to have left. */
  async recall(userId: string): Promise<{ files: RememberedFile[]; pictures: RememberedPicture[] }> {
    this.#userId = userId;
    const isOwner = this.#storage.get(FILES_OWNER) === userId;
    const found = await this.#try(async (store) => {
      if (!isOwner) await store.clear();
      return store.list();
    });
    if (this.#userId !== userId) return { files: [], pictures: [] };
    const files = found?.files.filter((file) => file.userId === userId) ?? [];
    for (const { trackId, place } of files) this.#places.set(trackId, place);
    this.#nextPlace = Math.max(this.#nextPlace, (files.at(-1)?.place ?? -1) + 1);
    return { files, pictures: found?.pictures ?? [] };
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

  /** Of whatever user it is; nothing is kept until the next one is known. */
  async forgetAll(): Promise<void> {
    this.#userId = undefined;
    this.#places.clear();
    this.#nextPlace = 0;
    this.#storage.remove(FILES_OWNER);
    await this.#try((store) => store.clear());
  }

  async #try<T>(act: (store: RememberedFiles) => Promise<T>): Promise<T | undefined> {
    try {
      this.#files ??= new RememberedFiles();
      return await act(this.#files);
    } catch {
      return undefined;
    }
  }

  #toRemembered(
    { located, track, albumKey, tags, measured, embedded, beside }: HeldFile,
    userId: string,
  ): RememberedFile {
    const { handle = null, root = null, rootId = root ? this.#rootIdOf(root) : '', relativePath } = located;
    const place = this.#places.get(track.id) ?? this.#nextPlace++;
    this.#places.set(track.id, place);
    return {
      trackId: track.id,
      userId,
      place,
      fileKey: toFileKey(located),
      handle,
      root,
      rootId,
      relativePath,
      track,
      albumKey,
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
