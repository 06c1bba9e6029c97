import type { Collection, Db } from 'mongodb';
import type { FolderId, LibraryId } from '#models/ids.ts';
import type { Folder } from '#models/library.ts';
import type { FolderRepository, KnownListing } from '../folder-repository.ts';
import { type FolderDocument, type TrackDocument, withoutKeys } from './documents.ts';
import { insertNew } from './insert-new.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import { writeInParts } from './write-in-parts.ts';

const toFolder = (document: FolderDocument): Folder => ({
  ...withoutKeys(document, ['isShown', 'listingKey', 'parentId']),
  parentId: document.parentId === '' ? null : document.parentId,
});

export class MongoFolderRepository implements FolderRepository {
  readonly #folders: Collection<FolderDocument>;
  readonly #tracks: Collection<TrackDocument>;
  readonly #catalogue: MongoCatalogue;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#folders = database.collection('folders');
    this.#tracks = database.collection('tracks');
    this.#catalogue = catalogue;
  }

  async findFolder(id: FolderId): Promise<Folder | undefined> {
    const document = await this.#folders.findOne({ _id: id });
    return document ? toFolder(document) : undefined;
  }

  async listFolders(parentId: FolderId | null): Promise<Folder[]> {
    const documents = await this.#folders
      .find({ parentId: parentId ?? '', isShown: true }, { sort: { nameKey: 1, _id: 1 } })
      .toArray();
    return documents.map(toFolder);
  }

  async listAncestors(id: FolderId): Promise<Folder[]> {
    const ancestors: Folder[] = [];
    let parentId = (await this.findFolder(id))?.parentId ?? null;
    while (parentId !== null) {
      const parent: Folder | undefined = await this.findFolder(parentId);
      if (!parent) break;
      ancestors.unshift(parent);
      parentId = parent.parentId;
    }
    return ancestors;
  }

  async ensureFolders(folders: readonly Omit<Folder, 'trackCount'>[]): Promise<void> {
    if (folders.length === 0) return;
    const wanted = new Map(folders.map((folder) => [folder.id, folder]));
    const known = await this.#folders
      .find({ _id: { $in: [...wanted.keys()] } }, { projection: { _id: 1 } })
      .map(({ _id }) => _id)
      .toArray();
    for (const id of known) wanted.delete(id);
    if (wanted.size === 0) return;
    await this.#catalogue.write({}, () => insertNew(this.#folders, [...wanted.values()].map(toNewDocument)));
  }

  /** Sums, not steps: a repeat after a crash gives the same. */
  async updateCounts(libraryId: LibraryId): Promise<void> {
    const folders = await this.#folders.find({ libraryId }, { projection: { parentId: 1, trackCount: 1 } }).toArray();
    const counts = await this.#countWithDescendants(
      libraryId,
      new Map(folders.map(({ _id, parentId }) => [_id, parentId])),
    );
    const updates = folders.flatMap(({ _id, trackCount: before }) => {
      const trackCount = counts.get(_id) ?? 0;
      const update = { $set: { trackCount, isShown: trackCount > 0 } };
      return trackCount === before ? [] : [{ updateOne: { filter: { _id }, update } }];
    });
    if (updates.length === 0) return;
    await this.#catalogue.write({}, () => writeInParts(this.#folders, updates));
  }

  async listListings(libraryId: LibraryId): Promise<KnownListing[]> {
    const documents = await this.#folders
      .find({ libraryId, listingKey: { $gt: '' } }, { projection: { listingKey: 1 } })
      .toArray();
    return documents.map(({ _id, listingKey }) => ({ folderId: _id, listingKey }));
  }

  /** Not a change of the catalogue: nobody sees the keys. */
  async saveListings(listings: readonly KnownListing[]): Promise<void> {
    if (listings.length === 0) return;
    await writeInParts(
      this.#folders,
      listings.map(({ folderId, listingKey }) => ({
        updateOne: { filter: { _id: folderId }, update: { $set: { listingKey } } },
      })),
    );
  }

  /** Adds the tracks of each folder to it and to all folders above. */
  async #countWithDescendants(
    libraryId: LibraryId,
    parents: ReadonlyMap<FolderId, FolderId | ''>,
  ): Promise<Map<FolderId, number>> {
    const own = this.#tracks.aggregate<{ _id: FolderId; total: number }>([
      { $match: { libraryId, isPresent: true } },
      { $group: { _id: '$folderId', total: { $sum: 1 } } },
    ]);
    const counts = new Map<FolderId, number>();
    for await (const { _id, total } of own) {
      for (let at: FolderId | '' = _id; at !== ''; at = parents.get(at) ?? '') {
        counts.set(at, (counts.get(at) ?? 0) + total);
      }
    }
    return counts;
  }
}

const toNewDocument = ({ id, parentId, ...folder }: Omit<Folder, 'trackCount'>): FolderDocument => ({
  _id: id,
  libraryId: folder.libraryId,
  parentId: parentId ?? '',
  path: folder.path,
  name: folder.name,
  nameKey: folder.nameKey,
  trackCount: 0,
  isShown: false,
  listingKey: '',
});

/** Before a folder's tracks change: its listing on disk has to be compared with them again, also after a crash. */
export async function forgetListings(folders: Collection<FolderDocument>, ids: readonly FolderId[]): Promise<void> {
  if (ids.length === 0) return;
  await folders.updateMany({ _id: { $in: [...new Set(ids)] }, listingKey: { $gt: '' } }, { $set: { listingKey: '' } });
}
