import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Readable } from 'node:stream';
import { DomainError } from '#models/errors.ts';
import { fromBucketPlace, toBucketPlace } from '#models/media-location.ts';
import type {
  FileContent,
  FileListing,
  FileListingRequest,
  MediaStore,
  OpenFile,
  ReadAddressOptions,
  StoredFile,
  WriteOptions,
} from '../media-store.ts';
import { readPieces } from '../read-pieces.ts';
import { toStoredFile, type S3Requests } from './s3-requests.ts';
import { S3File } from './s3-file.ts';
import { faultOf, isNotThere, toMediaError, type BucketFault } from './s3-faults.ts';
import { ContentFailure, uploadObject } from './s3-upload.ts';

const LARGEST_PAGE = 1000;
/** S3 copies no larger object in one request. */
const LARGEST_COPY_BYTES = 5 * 1024 ** 3;
/** Players ask for one file in many ranges: what it is is asked once for those of a moment. */
const FACTS_LIFETIME_MS = 2000;
const FACTS_KEPT = 1000;

export interface S3MediaStoreOptions {
  requests: S3Requests;
  nowMs: () => number;
}

/** Files of buckets, by `s3://bucket/key`. A write is one request, or several parts that are joined at the end: atomic both. */
export class S3MediaStore implements MediaStore {
  readonly #requests: S3Requests;
  readonly #nowMs: () => number;
  readonly #facts = new Map<string, { file: StoredFile; knownAtMs: number }>();

  constructor({ requests, nowMs }: S3MediaStoreOptions) {
    this.#requests = requests;
    this.#nowMs = nowMs;
  }

  async openFile(location: string, known?: StoredFile): Promise<OpenFile> {
    const place = toBucketPlace(location);
    const facts = known ?? this.#findFacts(location) ?? (await this.#askFacts(location));
    return new S3File(this.#requests, place, facts);
  }

  async readFile(location: string, limitBytes: number): Promise<Uint8Array> {
    const place = toBucketPlace(location);
    // One byte more than is allowed, which tells that there are more.
    const answer = await this.#requests
      .get(place, { start: 0, length: limitBytes + 1 })
      .catch(async (error: unknown) => this.#orEmpty(location, error));
    if (answer === undefined) return new Uint8Array(0);
    const size = Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? answer.ContentLength ?? 0);
    if (size > limitBytes) {
      (answer.Body as Readable).destroy();
      throw new DomainError('too-large', 'The file is too large.');
    }
    return this.#requests.receive(answer);
  }

  async findFile(location: string): Promise<StoredFile | undefined> {
    try {
      return await this.#askFacts(location);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'media-missing') return undefined;
      throw error;
    }
  }

  async listFiles(folderLocation: string, request: FileListingRequest): Promise<FileListing> {
    const place = toBucketPlace(folderLocation);
    const limit = Math.min(request.limit, LARGEST_PAGE);
    const page = await this.#requests.list(place, { ...request, limit });
    const decode = page.EncodingType === 'url' ? decodeKey : (key: string) => key;
    const files: StoredFile[] = [];
    for (const { Key = '', ...facts } of page.Contents ?? []) {
      const key = decode(Key);
      // Some tools leave empty objects that stand for folders.
      if (!key.endsWith('/')) files.push(toStoredFile({ bucket: place.bucket, key }, facts));
    }
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) =>
      fromBucketPlace({ bucket: place.bucket, key: decode(Prefix).replace(/\/$/, '') }),
    );
    return { files, folders, cursor: page.IsTruncated === true ? page.NextContinuationToken : undefined };
  }

  async writeFile(location: string, content: FileContent, options: WriteOptions = {}): Promise<StoredFile> {
    const place = toBucketPlace(location);
    try {
      await uploadObject(this.#requests.client, place, content, options);
    } catch (error) {
      throw error instanceof ContentFailure ? error.cause : toWriteFailure(error, place.bucket);
    } finally {
      this.#facts.delete(location);
    }
    return this.#askFacts(location);
  }

  async deleteFile(location: string): Promise<void> {
    this.#facts.delete(location);
    await this.#requests.delete(toBucketPlace(location)).catch((error: unknown) => {
      // Amazon says nothing when it was not there; some servers do.
      if (!(error instanceof DomainError && error.code === 'media-missing')) throw error;
    });
  }

  async copyFile(from: string, to: string): Promise<StoredFile> {
    const { sizeBytes } = await this.#askFacts(from);
    if (sizeBytes > LARGEST_COPY_BYTES) return this.writeFile(to, readPieces(await this.openFile(from)));
    this.#facts.delete(to);
    await this.#requests.copy(toBucketPlace(from), toBucketPlace(to));
    return this.#askFacts(to);
  }

  async moveFile(from: string, to: string): Promise<StoredFile> {
    const file = await this.copyFile(from, to);
    await this.deleteFile(from);
    return file;
  }

  /** Signed as of the beginning of the current period, to hold until the end of the next. */
  async createReadAddress(location: string, options: ReadAddressOptions): Promise<string> {
    const { bucket, key } = toBucketPlace(location);
    const { contentType, disposition, lifetimeMs } = options;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition,
    });
    const signingDate = new Date(Math.floor(this.#nowMs() / lifetimeMs) * lifetimeMs);
    const expiresIn = Math.floor((2 * lifetimeMs) / 1000);
    return getSignedUrl(this.#requests.client, command, { expiresIn, signingDate });
  }

  /** Whether the bucket lets itself be listed; a folder without files is readable, since buckets have no folders. */
  async findFault(location: string): Promise<BucketFault | undefined> {
    try {
      await this.#requests.list(toBucketPlace(location), { limit: 1, isDeep: true });
      return undefined;
    } catch (error) {
      const fault = faultOf(error instanceof DomainError && error.cause !== undefined ? error.cause : error);
      if (fault === undefined && faultOf(error) === undefined) throw error;
      return fault ?? 'away';
    }
  }

  #findFacts(location: string): StoredFile | undefined {
    const known = this.#facts.get(location);
    return known && this.#nowMs() - known.knownAtMs < FACTS_LIFETIME_MS ? known.file : undefined;
  }

  async #askFacts(location: string): Promise<StoredFile> {
    const file = await this.#requests.head(toBucketPlace(location)).catch((error: unknown) => {
      this.#facts.delete(location);
      throw error;
    });
    this.#facts.delete(location);
    this.#facts.set(location, { file, knownAtMs: this.#nowMs() });
    const [oldest] = this.#facts.keys();
    if (this.#facts.size > FACTS_KEPT && oldest !== undefined) this.#facts.delete(oldest);
    return file;
  }

  /** No range lies within an empty object: 416. */
  async #orEmpty(location: string, error: unknown): Promise<undefined> {
    const file = isEmptyRange(error) ? await this.findFile(location) : undefined;
    if (file?.sizeBytes !== 0) throw error;
  }
}

function toWriteFailure(error: unknown, bucket: string): unknown {
  if (isNotThere(error)) return new DomainError('unavailable', `There is no bucket “${bucket}”.`, { cause: error });
  return toMediaError(error, bucket);
}

const isEmptyRange = (error: unknown): boolean => error instanceof Error && error.name === 'InvalidRange';

/** Amazon writes a space as a plus, others as %20; both write a plus as %2B. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '));
