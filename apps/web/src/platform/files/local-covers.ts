import type { Track } from '@jetstream/api-contract';
import { isLocalId, type LocalCover } from '@jetstream/app-core/services';
import type { RememberedPicture } from './remembered-files.ts';

/** Pictures of files by cover. An album has the same picture in each file: it is kept once. */
export class LocalCovers {
  readonly #covers = new Map<string, LocalCover>();
  /** Covers by what tells pictures apart. */
  readonly #ids = new Map<string, string>();

  find(coverId: string): LocalCover | undefined {
    return isLocalId(coverId) ? this.#covers.get(coverId) : undefined;
  }

  /** The track with the cover that its picture has already, and the picture where it is new. */
  share(track: Track, picture: Blob | null): { track: Track; isNew: RememberedPicture | null } {
    if (!picture || !track.cover) return { track, isNew: null };
    const mark = `${track.albumTitle} ${picture.size}`;
    const coverId = this.#ids.get(mark) ?? track.cover.id;
    const isNew = this.#covers.has(coverId) ? null : { coverId, mark, picture };
    if (isNew) this.adopt(isNew);
    return { track: { ...track, cover: { ...track.cover, id: coverId } }, isNew };
  }

  adopt({ coverId, mark, picture }: RememberedPicture): void {
    if (this.#covers.has(coverId)) return;
    this.#ids.set(mark, coverId);
    this.#covers.set(coverId, { url: URL.createObjectURL(picture), type: picture.type });
  }

  clear(): void {
    for (const { url } of this.#covers.values()) URL.revokeObjectURL(url);
    this.#covers.clear();
    this.#ids.clear();
  }
}
