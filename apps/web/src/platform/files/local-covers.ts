import type { Track } from '@jetstream/api-contract';
import { isLocalId } from '@jetstream/app-core/services';
import type { RememberedPicture } from './remembered-files.ts';

/** Pictures of files by cover. An album has the same picture in each file: it is kept once. */
export class LocalCovers {
  readonly #urls = new Map<string, string>();
  /** Covers by what tells pictures apart. */
  readonly #ids = new Map<string, string>();

  findUrl(coverId: string): string | undefined {
    return isLocalId(coverId) ? this.#urls.get(coverId) : undefined;
  }

  /** The track with the cover that its picture has already, and the picture where it is new. */
  share(track: Track, picture: Blob | null): { track: Track; isNew: RememberedPicture | null } {
    if (!picture || !track.cover) return { track, isNew: null };
    const mark = `${track.albumTitle} ${picture.size}`;
    const coverId = this.#ids.get(mark) ?? track.cover.id;
    const isNew = this.#urls.has(coverId) ? null : { coverId, mark, picture };
    if (isNew) this.adopt(isNew);
    return { track: { ...track, cover: { ...track.cover, id: coverId } }, isNew };
  }

  adopt({ coverId, mark, picture }: RememberedPicture): void {
    if (this.#urls.has(coverId)) return;
    this.#ids.set(mark, coverId);
    this.#urls.set(coverId, URL.createObjectURL(picture));
  }

  clear(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
    this.#ids.clear();
  }
}
