import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type GetObjectCommandOutput,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { fromBucketPlace, type BucketPlace } from '#models/media-location.ts';
import type { StoreGuard } from '#repositories/guard-store.ts';
import type { StoredFile } from '../media-store.ts';
import type { S3Connection } from './s3-connection.ts';
import { toMediaError } from './s3-faults.ts';

const CONNECT_LIMIT_MS = 3000;
const ANSWER_LIMIT_MS = 8000;
/** Carry content to the bucket, or have it moved there. */
const LONG_COMMANDS = /^(?:PutObject|UploadPart|CompleteMultipartUpload|CopyObject)Command$/;
const LONG_LIMIT_MS = 5 * 60_000;
/** Each listener of a track in a bucket holds one, for as long as he listens. */
const MOST_SOCKETS = 2000;
const ATTEMPTS = 2;

/** A client whose every command is behind the guard, those of a multipart upload too. */
export function createS3Client(connection: S3Connection, guard: StoreGuard): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, isPathStyle } = connection;
  const agent = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const client = new S3Client({
    region,
    ...(endpoint !== null && { endpoint }),
    forcePathStyle: isPathStyle,
    credentials: { accessKeyId, secretAccessKey },
    // The newer checksums are Amazon's alone; many servers refuse requests that carry them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_LIMIT_MS,
      requestTimeout: LONG_LIMIT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      (values) =>
        guard.run(() => next(values), {
          timeoutMs: LONG_COMMANDS.test(String(commandName)) ? LONG_LIMIT_MS : undefined,
        }),
    { step: 'initialize', name: 'guardCommands', priority: 'high' },
  );
  return client;
}

const briefly = { requestTimeout: ANSWER_LIMIT_MS } as const;

/** Requests to buckets, failing in the domain's words. */
export class S3Requests {
  readonly client: S3Client;
  readonly #guard: StoreGuard;

  constructor(connection: S3Connection, guard: StoreGuard) {
    this.client = createS3Client(connection, guard);
    this.#guard = guard;
  }

  /** @throws DomainError media-missing, unavailable */
  async head({ bucket, key }: BucketPlace): Promise<StoredFile> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const answer = await inDomainWords(bucket, this.client.send(command, briefly));
    return toStoredFile({ bucket, key }, { ...answer, Size: answer.ContentLength });
  }

  /** Resolves with the head of the answer; its body is read, or ended, by the caller. */
  async get(
    { bucket, key }: BucketPlace,
    part: { start: number; length: number; revision?: string },
  ): Promise<GetObjectCommandOutput> {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      Range: `bytes=${part.start}-${part.start + part.length - 1}`,
      ...(part.revision !== undefined && { IfMatch: `"${part.revision}"` }),
    });
    return inDomainWords(bucket, this.client.send(command, briefly));
  }

  async list(
    { bucket, key }: BucketPlace,
    page: { limit: number; cursor?: string | undefined; isDeep: boolean },
  ): Promise<ListObjectsV2CommandOutput> {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: key === '' ? '' : `${key}/`,
      MaxKeys: page.limit,
      // XML cannot carry every character that a key may hold.
      EncodingType: 'url',
      ...(page.cursor !== undefined && { ContinuationToken: page.cursor }),
      ...(!page.isDeep && { Delimiter: '/' }),
    });
    return inDomainWords(bucket, this.client.send(command, briefly));
  }

  async delete({ bucket, key }: BucketPlace): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
    await inDomainWords(bucket, this.client.send(command, briefly));
  }

  async copy(from: BucketPlace, to: BucketPlace): Promise<void> {
    const source = `${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`;
    const command = new CopyObjectCommand({ Bucket: to.bucket, Key: to.key, CopySource: source });
    await inDomainWords(to.bucket, this.client.send(command));
  }

  /** The bytes of an answer, which may break off as any request may. */
  receive(answer: GetObjectCommandOutput): Promise<Uint8Array> {
    return this.#guard.run(async () => (await answer.Body?.transformToByteArray()) ?? new Uint8Array(0));
  }

  close(): void {
    this.client.destroy();
  }
}

async function inDomainWords<T>(bucket: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toMediaError(error, bucket);
  }
}

interface ObjectFacts {
  Size?: number | undefined;
  ETag?: string | undefined;
  LastModified?: Date | undefined;
}

const SECOND_MS = 1000;

/**
 * Times of objects have whole seconds in some answers and more in others. What stands behind the second here is made of the
 * ETag: who replaces a file twice within one second, by one of the same size, is seen nevertheless.
 */
export function toStoredFile(place: BucketPlace, { Size = 0, ETag = '', LastModified }: ObjectFacts): StoredFile {
  const revision = ETag.replace(/^W\/|"/g, '');
  const seconds = Math.floor((LastModified?.getTime() ?? 0) / SECOND_MS);
  const modifiedAtMs = seconds * SECOND_MS + ((parseInt(revision.slice(0, 8), 16) || 0) % SECOND_MS);
  return { location: fromBucketPlace(place), sizeBytes: Size, modifiedAtMs, revision };
}
