import type { Collection, Db, Document } from 'mongodb';
import type { UploadId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { isUnderWay, takesRoom, type Upload, type UploadState, type UploadUsage } from '#models/upload.ts';
import type { UploadRepository } from '../upload-repository.ts';
import { insertNew } from './insert-new.ts';
import { readPage } from './sorted-list.ts';

type UploadDocument = Omit<Upload, 'id'> & { _id: UploadId };
interface ClaimDocument {
  _id: string;
  uploadId: UploadId;
}

interface StateSum {
  _id: { userId: UserId; state: UploadState };
  total: number;
}

const toUpload = ({ _id, ...rest }: UploadDocument): Upload => ({ id: _id, ...rest });
const toDocument = ({ id, ...rest }: Upload): UploadDocument => ({ _id: id, ...rest });

export class MongoUploadRepository implements UploadRepository {
  readonly #uploads: Collection<UploadDocument>;
  readonly #claims: Collection<ClaimDocument>;

  constructor(database: Db) {
    this.#uploads = database.collection('uploads');
    this.#claims = database.collection('uploadClaims');
  }

  /**
   * Written first and summed up then: of two that begin at once each sees the other, and at worst both are refused. One
   * that a crash leaves in between counts until it is given up.
   */
  async createUpload(upload: Upload, quotaBytes: number): Promise<boolean> {
    await this.#uploads.insertOne(toDocument(upload));
    if (!takesRoom(upload)) return true;
    const { storedBytes, reservedBytes } = await this.getUsage(upload.userId);
    if (storedBytes + reservedBytes <= quotaBytes) return true;
    await this.#uploads.deleteOne({ _id: upload.id });
    return false;
  }

  /** The claim first: an upload that is done without one would let its sound in again. */
  async saveUpload(upload: Upload): Promise<void> {
    if (upload.state === 'done' && upload.audioKey !== null) await this.claimSound(upload.audioKey, upload.id);
    const { _id, ...rest } = toDocument(upload);
    await this.#uploads.replaceOne({ _id }, rest, { upsert: true });
  }

  async findUpload(id: UploadId): Promise<Upload | undefined> {
    const found = await this.#uploads.findOne({ _id: id });
    return found ? toUpload(found) : undefined;
  }

  listUploads(userId: UserId, page: PageRequest): Promise<Page<Upload>> {
    return readPage(
      {
        collection: this.#uploads,
        list: {
          keyset: { name: 'uploads', order: 'desc', columns: ['createdAtMs', '_id'] },
          always: { userId },
        },
        toItem: toUpload,
        count: () => this.#uploads.countDocuments({ userId }),
      },
      page,
    );
  }

  async listUploadsByState(state: UploadState, createdBeforeMs: number, limit: number): Promise<Upload[]> {
    const found = this.#uploads.find({ state, createdAtMs: { $lt: createdBeforeMs } });
    return (await found.sort({ createdAtMs: 1, _id: 1 }).limit(limit).toArray()).map(toUpload);
  }

  async updateUpload(upload: Upload, expectedState: UploadState): Promise<boolean> {
    const { _id, ...rest } = toDocument(upload);
    const { matchedCount } = await this.#uploads.replaceOne({ _id, state: expectedState }, rest);
    return matchedCount === 1;
  }

  /** The upload goes last: after a crash in between it is there to be deleted again. */
  async deleteUpload(id: UploadId): Promise<void> {
    await this.#claims.deleteMany({ uploadId: id });
    await this.#uploads.deleteOne({ _id: id });
  }

  async listUsage(): Promise<UploadUsage[]> {
    const usages = await this.#sumUp({});
    return usages.toSorted((a, b) => b.storedBytes - a.storedBytes || (a.userId < b.userId ? -1 : 1));
  }

  async getUsage(userId: UserId): Promise<UploadUsage> {
    const [usage] = await this.#sumUp({ userId });
    return usage ?? { userId, storedBytes: 0, reservedBytes: 0, fileCount: 0 };
  }

  async claimSound(audioKey: string, id: UploadId): Promise<UploadId> {
    await insertNew(this.#claims, [{ _id: audioKey, uploadId: id }]);
    return (await this.#claims.findOne({ _id: audioKey }))?.uploadId ?? id;
  }

  async deleteClaim(audioKey: string, id: UploadId): Promise<void> {
    await this.#claims.deleteOne({ _id: audioKey, uploadId: id });
  }

  /** By state in the database, by user here. One sum a question: FerretDB 1.24 gives zero for a second one. */
  async #sumUp(filter: Partial<Pick<Upload, 'userId'>>): Promise<UploadUsage[]> {
    const [sizes, counts] = await Promise.all([
      this.#group(filter, { $sum: '$sizeBytes' }),
      this.#group({ ...filter, state: 'done' }, { $count: {} }),
    ]);
    const usages = new Map<UserId, UploadUsage>();
    for (const { _id, total } of sizes) {
      const { userId, state } = _id;
      const usage = usages.get(userId) ?? { userId, storedBytes: 0, reservedBytes: 0, fileCount: 0 };
      usages.set(userId, usage);
      if (isUnderWay({ state })) usage.reservedBytes += total;
      if (state === 'done') usage.storedBytes += total;
    }
    for (const { _id, total } of counts) {
      const usage = usages.get(_id.userId);
      if (usage) usage.fileCount = total;
    }
    return [...usages.values()];
  }

  async #group(filter: Partial<Upload>, total: Document): Promise<StateSum[]> {
    const group = { _id: { userId: '$userId', state: '$state' }, total };
    return await this.#uploads.aggregate<StateSum>([{ $match: filter }, { $group: group }]).toArray();
  }
}
