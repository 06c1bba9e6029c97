import type { ErrorCode } from '@jetstream/api-contract';
import { Emitter, type Choice, type Uploader, type UploaderEvents } from '@jetstream/app-core/services';
import type { DetailedError, Upload, UploadOptions } from 'tus-js-client';
import { canChooseFolders, openFileDialog } from '../files/file-dialog.ts';
import type { FileDrops } from '../files/file-drops.ts';
import { chooseWanted, toChosenFile, type LocatedFile } from '../files/located-files.ts';
import { FileGone, FileHasher } from './file-hasher.ts';

export interface WebUploaderOptions {
  /** Origin of the server; empty for the page's own. */
  baseUrl: string;
  getAccessToken(): Promise<string | undefined>;
  drops: FileDrops;
}

interface Job {
  /** Another start or a pause makes what is under way nobody's business. */
  isOver: boolean;
  upload: Upload | undefined;
}

/** A request that breaks costs nothing, as the server keeps what arrived; proxies limit how long one may be. */
const CHUNK_BYTES = 16 * 1024 * 1024;
/** Half a second at first, then four a minute for an hour; each piece that arrives starts over. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000, ...Array.from({ length: 240 }, () => 15_000)];
const REPORT_EVERY_MS = 250;
const PASSING_STATUS = new Set([0, 401, 409, 423, 429]);

/** Uploads by the tus protocol's own client, which is loaded with the first one. */
export class WebUploader implements Uploader {
  readonly canChooseFolders = canChooseFolders();
  readonly #options: WebUploaderOptions;
  readonly #emitter = new Emitter<UploaderEvents>();
  readonly #files = new Map<string, LocatedFile>();
  readonly #jobs = new Map<string, Job>();
  readonly #hasher = new FileHasher();
  readonly #stops: readonly (() => void)[];

  constructor(options: WebUploaderOptions) {
    this.#options = options;
    const { drops } = options;
    this.#stops = [
      drops.on('dragged', ({ isOver }) => this.#emitter.emit('dragged', { isOver })),
      drops.on('dropped', ({ purpose, files }) => {
        if (purpose === 'upload') this.#take(files);
      }),
    ];
  }

  choose(kind: 'files' | 'folder'): void {
    openFileDialog(kind, (files) => this.#take(files));
  }

  hasFile(key: string): boolean {
    return this.#files.has(key);
  }

  start(key: string): void {
    const located = this.#files.get(key);
    if (located === undefined) {
      this.#emitter.emit('failed', { key, code: 'media-missing', isFileGone: true });
      return;
    }
    this.pause(key);
    const job: Job = { isOver: false, upload: undefined };
    this.#jobs.set(key, job);
    this.#send(key, located, job).catch((error: unknown) => this.#fail(key, job, error));
  }

  pause(key: string): void {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    job.isOver = true;
    this.#jobs.delete(key);
    void job.upload?.abort();
  }

  cancel(key: string): void {
    this.pause(key);
    // What cannot be told now is given up by the server in a week.
    void this.#giveUp(key).catch(() => undefined);
  }

  forget(key: string): void {
    this.pause(key);
    this.#files.delete(key);
  }

  on<Name extends keyof UploaderEvents>(name: Name, listener: (event: UploaderEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  dispose(): void {
    for (const key of this.#jobs.keys()) this.pause(key);
    for (const stop of this.#stops) stop();
    this.#hasher.dispose();
  }

  #take(located: readonly LocatedFile[]): void {
    const wanted = chooseWanted(located);
    const choice: Choice = { files: [], skippedCount: located.length - wanted.length };
    for (const one of wanted) {
      const chosen = toChosenFile(one);
      this.#files.set(chosen.key, one);
      choice.files.push(chosen);
    }
    this.#emitter.emit('chosen', choice);
  }

  /** Also of one that is paused, or that a page which was closed began: its address is kept by its fingerprint. */
  async #giveUp(key: string): Promise<void> {
    const { Upload } = await import('tus-js-client');
    const upload = new Upload(new Blob(), this.#toIdentity(key));
    for (const previous of await upload.findPreviousUploads()) {
      upload.resumeFromPreviousUpload(previous);
      await upload.abort(true);
    }
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

  async #send(key: string, { file, relativePath }: LocatedFile, job: Job): Promise<void> {
    const { Upload } = await import('tus-js-client');
    const report = createReport((bytes) => {
      if (!job.isOver) this.#emitter.emit('progressed', { key, phase: 'sending', bytes });
    });
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
      onProgress: report,
      onSuccess: () => this.#finish(key, job),
      onError: (error) => this.#fail(key, job, error),
    });
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    else await this.#describe(upload, key, file, job);
    if (job.isOver) return;
    job.upload = upload;
    this.#emitter.emit('progressed', { key, phase: 'sending', bytes: 0 });
    upload.start();
  }

  /** The server compares the checksum in the end; one that goes on has told it before. */
  async #describe(upload: Upload, key: string, file: File, job: Job): Promise<void> {
    const report = createReport((bytes) => {
      if (!job.isOver) this.#emitter.emit('progressed', { key, phase: 'preparing', bytes });
    });
    const sha256 = await this.#hasher.hash(file, report);
    upload.options.metadata = { ...upload.options.metadata, sha256 };
  }

  #finish(key: string, job: Job): void {
    if (job.isOver) return;
    this.#jobs.delete(key);
    const uploadId = job.upload?.url?.split('/').at(-1) ?? '';
    this.#emitter.emit('sent', { key, uploadId });
  }

  #fail(key: string, job: Job, error: unknown): void {
    if (job.isOver) return;
    this.#jobs.delete(key);
    const isFileGone = error instanceof FileGone || isUnreadable(error);
    if (isFileGone) this.#files.delete(key);
    this.#emitter.emit('failed', { key, code: toErrorCode(error), isFileGone });
  }
}

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

/** The first report of a file, and then one a quarter of a second. */
function createReport(report: (bytes: number) => void): (bytes: number) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < REPORT_EVERY_MS) return;
    lastMs = nowMs;
    report(bytes);
  };
}
