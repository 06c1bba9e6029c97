import type { ErrorCode } from '@jetstream/api-contract';
import type { UploadPhase } from '@jetstream/app-core/services';
import { Upload, type DetailedError, type UploadOptions } from 'tus-js-client';
import type { LocatedFile } from '../files/located-files.ts';
import { FileGone, FileHasher } from './file-hasher.ts';
import { UploadFailure, type UploadJob } from './upload-job.ts';

/** A request that breaks costs nothing, as the server keeps what arrived; proxies limit how long one may be. */
const CHUNK_BYTES = 16 * 1024 * 1024;
/** Half a second at first, then four a minute for an hour; each piece that arrives starts over. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000, ...Array.from({ length: 240 }, () => 15_000)];
const REPORT_EVERY_MS = 250;
const PASSING_STATUS = new Set([0, 401, 409, 423, 429]);

export interface UploadSenderOptions {
  /** Origin of the server; empty for the page's own. */
  baseUrl: string;
  getAccessToken(): Promise<string | undefined>;
  onProgress(progress: { key: string; phase: UploadPhase; bytes: number }): void;
}

/** Sends files by the tus protocol's own client. */
export class UploadSender {
  readonly #options: UploadSenderOptions;
  readonly #hasher = new FileHasher();

  constructor(options: UploadSenderOptions) {
    this.#options = options;
  }

  /** Answers the upload's id once every byte has arrived; never for a job that is over before. @throws UploadFailure */
  async send(key: string, located: LocatedFile, job: UploadJob): Promise<string> {
    try {
      return await this.#send(key, located, job);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Also of one that is paused, or that a page which was closed began: its address is kept by its fingerprint. */
  async giveUp(key: string): Promise<void> {
    const upload = new Upload(new Blob(), this.#toIdentity(key));
    for (const previous of await upload.findPreviousUploads()) {
      upload.resumeFromPreviousUpload(previous);
      await upload.abort(true);
    }
  }

  dispose(): void {
    this.#hasher.dispose();
  }

  async #send(key: string, { file, relativePath }: LocatedFile, job: UploadJob): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const addressed = Promise.withResolvers<void>();
    const upload = new Upload(file, {
      ...this.#toIdentity(key),
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, relativePath },
      onShouldRetry: ({ originalResponse }) => {
        const status = originalResponse?.getStatus() ?? 0;
        return !job.isOver && (status >= 500 || PASSING_STATUS.has(status));
      },
      onProgress: this.#createReport(key, 'sending', job),
      onUploadUrlAvailable: addressed.resolve,
      onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
      onError: (error) => {
        addressed.resolve();
        reject(error);
      },
    });
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    else await this.#describe(upload, key, file, job);
    if (job.isOver) return promise;
    // What is ended while the server creates it would stay there, and nobody here could go on with it or give it up.
    job.upload = { abort: () => addressed.promise.then(() => upload.abort()) };
    this.#options.onProgress({ key, phase: 'sending', bytes: 0 });
    upload.start();
    return promise;
  }

  /** The server compares the checksum in the end; one that goes on has told it before. */
  async #describe(upload: Upload, key: string, file: File, job: UploadJob): Promise<void> {
    const sha256 = await this.#hasher.hash(file, this.#createReport(key, 'preparing', job));
    upload.options.metadata = { ...upload.options.metadata, sha256 };
  }

  #toIdentity(key: string): UploadOptions {
    return {
      endpoint: `${this.#options.baseUrl}/api/v1/uploads`,
      fingerprint: async () => `jetstream-${key}`,
      onBeforeRequest: async (request) => {
        const token = await this.#options.getAccessToken();
        if (token !== undefined) request.setHeader('Authorization', `Bearer ${token}`);
      },
    };
  }

  /** The first report of a file, and then one a quarter of a second. */
  #createReport(key: string, phase: UploadPhase, job: UploadJob): (bytes: number) => void {
    let lastMs = Number.NEGATIVE_INFINITY;
    return (bytes) => {
      const nowMs = performance.now();
      if (job.isOver || nowMs - lastMs < REPORT_EVERY_MS) return;
      lastMs = nowMs;
      this.#options.onProgress({ key, phase, bytes });
    };
  }
}

const toFailure = (error: unknown): UploadFailure =>
  new UploadFailure(toErrorCode(error), error instanceof FileGone || isUnreadable(error), { cause: error });

/** A file that changed on disk since it was chosen cannot be read any more (File API, section 6.1). */
const isUnreadable = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotReadableError';

function toErrorCode(error: unknown): ErrorCode {
  const response = (error as Partial<DetailedError>).originalResponse;
  if (!response) return 'unavailable';
  try {
    const { code } = JSON.parse(response.getBody()) as { code?: ErrorCode };
    return code ?? 'internal';
  } catch {
    return 'internal';
  }
}
