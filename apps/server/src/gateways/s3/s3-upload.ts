import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketPlace } from '#models/media-location.ts';
import type { FileContent, WriteOptions } from '../media-store.ts';

/** S3 joins up to 10,000 parts: the largest object has 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
/** That many are in memory for each file that is being written, and the one that fills. */
const PARTS_AT_ONCE = 2;

/** Thrown inside for what the content threw, so that it is not taken for a failure of the bucket. */
export class ContentFailure extends Error {}

/**
 * Writes an object by one request, or in parts that are joined at the end; until then nobody sees any of it. What failed leaves
 * no parts behind, unless the bucket or this process went away: a lifecycle rule of the bucket has to remove those.
 *
 * @throws ContentFailure with the cause, or what the SDK throws
 */
export async function uploadObject(
  client: S3Client,
  { bucket, key }: BucketPlace,
  content: FileContent,
  options: WriteOptions,
): Promise<void> {
  const target = { Bucket: bucket, Key: key };
  const type = options.contentType === undefined ? {} : { ContentType: options.contentType };
  const parts = toParts(content, options.signal);
  try {
    const first = await parts.next();
    const second = await parts.next();
    const body = first.done === true ? new Uint8Array(0) : first.value;
    if (second.done === true) await client.send(new PutObjectCommand({ ...target, ...type, Body: body }));
    else {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ...type }));
      await new MultipartUpload(client, { ...target, UploadId }).run([body, second.value], parts, options.signal);
    }
  } finally {
    // Whoever gives the content may have something to close.
    await parts.return(undefined);
  }
}

class MultipartUpload {
  readonly #client: S3Client;
  readonly #target: { Bucket: string; Key: string; UploadId: string | undefined };
  readonly #sent: CompletedPart[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(client: S3Client, target: { Bucket: string; Key: string; UploadId: string | undefined }) {
    this.#client = client;
    this.#target = target;
  }

  async run(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void> {
    try {
      let number = 0;
      for (const part of first) await this.#send(part, ++number);
      for await (const part of rest) await this.#send(part, ++number);
      await Promise.all(this.#underWay);
      if (signal?.aborted === true) throw new ContentFailure('Nobody wants it any more.', { cause: signal.reason });
      const Parts = this.#sent.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
      await this.#client.send(new CompleteMultipartUploadCommand({ ...this.#target, MultipartUpload: { Parts } }));
    } catch (error) {
      await Promise.allSettled(this.#underWay);
      await this.#client.send(new AbortMultipartUploadCommand(this.#target)).catch(() => undefined);
      throw error;
    }
  }

  /** Resolves when the next part may come. */
  async #send(part: Uint8Array, number: number): Promise<void> {
    const sending = this.#sendOne(part, number).finally(() => this.#underWay.delete(sending));
    // Told where it is awaited.
    sending.catch(() => undefined);
    this.#underWay.add(sending);
    if (this.#underWay.size >= PARTS_AT_ONCE) await Promise.race(this.#underWay);
  }

  async #sendOne(part: Uint8Array, number: number): Promise<void> {
    const { ETag } = await this.#client.send(
      new UploadPartCommand({ ...this.#target, PartNumber: number, Body: part }),
    );
    this.#sent.push({ PartNumber: number, ETag });
  }
}

/** Parts of equal size, but the last. */
async function* toParts(content: FileContent, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  try {
    signal?.throwIfAborted();
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      gathered.push(piece);
      length += piece.length;
      if (length < PART_BYTES) continue;
      const bytes = Buffer.concat(gathered, length);
      let at = 0;
      for (; length - at >= PART_BYTES; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
      gathered = [bytes.subarray(at)];
      length -= at;
    }
  } catch (cause) {
    throw new ContentFailure('The content could not be read.', { cause });
  }
  if (length > 0) yield Buffer.concat(gathered, length);
}
