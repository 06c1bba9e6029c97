import type { Collection, Db } from 'mongodb';
import type { LibraryId, ScanId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Scan, ScanFailure } from '#models/scan.ts';
import type { ScanRepository } from '../scan-repository.ts';
import { type FailureDocument, type ScanDocument, withoutKeys } from './documents.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import { readPage, type SortedList } from './sorted-list.ts';
import { writeInParts } from './write-in-parts.ts';

const MOST_ATTEMPTS = 50;

const toScan = (document: ScanDocument): Scan => withoutKeys(document, ['sequence', 'isUnfinished']);

const toFailure = ({ _id, ...failure }: FailureDocument): ScanFailure => failure;

const toFailureId = ({ libraryId, path }: Pick<ScanFailure, 'libraryId' | 'path'>) => `${libraryId}:${path}`;

const scanList: SortedList = { keyset: { name: 'scans', order: 'desc', columns: ['sequence'] }, always: {} };

export class MongoScanRepository implements ScanRepository {
  readonly #scans: Collection<ScanDocument>;
  readonly #failures: Collection<FailureDocument>;

  constructor(database: Db) {
    this.#scans = database.collection('scans');
    this.#failures = database.collection('scanFailures');
  }

  async findScan(id: ScanId): Promise<Scan | undefined> {
    const document = await this.#scans.findOne({ _id: id });
    return document ? toScan(document) : undefined;
  }

  async listScans(page: PageRequest): Promise<Page<Scan>> {
    const count = () => this.#scans.countDocuments();
    return readPage({ collection: this.#scans, list: scanList, toItem: toScan, count }, page);
  }

  async listUnfinishedScans(): Promise<Scan[]> {
    return (await this.#scans.find({ isUnfinished: true }, { sort: { sequence: 1 } }).toArray()).map(toScan);
  }

  async saveScan({ id, ...scan }: Scan): Promise<void> {
    const isUnfinished = scan.state === 'queued' || scan.state === 'running';
    const { matchedCount } = await this.#scans.updateOne({ _id: id }, { $set: { ...scan, isUnfinished } });
    if (matchedCount === 0) await this.#add({ _id: id, ...scan, isUnfinished });
  }

  async deleteOldScans(kept: number): Promise<void> {
    const oldest = await this.#scans.findOne({}, { sort: { sequence: -1 }, skip: kept });
    if (oldest) await this.#scans.deleteMany({ isUnfinished: false, sequence: { $lte: oldest.sequence } });
  }

  /** The number behind the last one: the index refuses it when another scan was first. */
  async #add(scan: Omit<ScanDocument, 'sequence'>): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const last = await this.#scans.findOne({}, { sort: { sequence: -1 } });
      try {
        await this.#scans.insertOne({ ...scan, sequence: (last?.sequence ?? 0) + 1 });
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
    throw new Error('Too many scans are asked for at once');
  }

  async listFailures(libraryId: LibraryId | undefined, page: PageRequest): Promise<Page<ScanFailure>> {
    const list: SortedList = {
      keyset: { name: 'failures', order: 'asc', columns: ['path', 'libraryId'] },
      always: libraryId === undefined ? {} : { libraryId },
    };
    const count = () => this.#failures.countDocuments(list.always);
    return readPage({ collection: this.#failures, list, toItem: toFailure, count }, page);
  }

  async saveFailures(failures: readonly ScanFailure[]): Promise<void> {
    if (failures.length === 0) return;
    await writeInParts(
      this.#failures,
      failures.map((failure) => ({
        replaceOne: { filter: { _id: toFailureId(failure) }, replacement: failure, upsert: true },
      })),
    );
  }

  async deleteFailures(libraryId: LibraryId, paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await this.#failures.deleteMany({ _id: { $in: paths.map((path) => toFailureId({ libraryId, path })) } });
  }
}
