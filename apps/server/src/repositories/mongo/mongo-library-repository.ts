import type { Collection, Db } from 'mongodb';
import { DomainError } from '#models/errors.ts';
import type { LibraryId } from '#models/ids.ts';
import type { Library } from '#models/library.ts';
import type { LibraryRepository } from '../folder-repository.ts';
import { type LibraryDocument, withoutKeys } from './documents.ts';
import { isDuplicateKey } from './duplicate-key.ts';

const toLibrary = (document: LibraryDocument): Library => withoutKeys(document, []);

export class MongoLibraryRepository implements LibraryRepository {
  readonly #libraries: Collection<LibraryDocument>;

  constructor(database: Db) {
    this.#libraries = database.collection('libraries');
  }

  async findLibrary(id: LibraryId): Promise<Library | undefined> {
    const document = await this.#libraries.findOne({ _id: id });
    return document ? toLibrary(document) : undefined;
  }

  async listLibraries(): Promise<Library[]> {
    const documents = await this.#libraries.find({ removedAtMs: null }, { sort: { name: 1, _id: 1 } }).toArray();
    return documents.map(toLibrary);
  }

  async findLibraryByPath(path: string): Promise<Library | undefined> {
    const document = await this.#libraries.findOne({ path });
    return document ? toLibrary(document) : undefined;
  }

  async updateLastScanned(id: LibraryId, scannedAtMs: number): Promise<void> {
    await this.#libraries.updateOne({ _id: id }, { $set: { lastScannedAtMs: scannedAtMs } });
  }

  async saveLibrary({ id, ...library }: Library): Promise<void> {
    const owner = await this.#libraries.findOne({ path: library.path });
    if (owner && owner._id !== id) throw belongsToAnother();
    try {
      await this.#libraries.replaceOne({ _id: id }, library, { upsert: true });
    } catch (error) {
      // Another one took the path meanwhile: the index knows.
      throw isDuplicateKey(error) ? belongsToAnother() : error;
    }
  }
}

const belongsToAnother = () =>
  new DomainError('conflict', 'This folder belongs to another library.', {
    fields: [{ path: 'body/path', message: 'Belongs to another library.' }],
  });
