import { Emitter, type Choice, type Uploader, type UploaderEvents } from '@jetstream/app-core/services';
import { canChooseFolders, openFileDialog } from '../files/file-dialog.ts';
import type { FileDrops } from '../files/file-drops.ts';
import { chooseWanted, toChosenFile, type LocatedFile } from '../files/located-files.ts';
import { UploadFailure, type UploadJob } from './upload-job.ts';
import type { UploadSender, UploadSenderOptions } from './upload-sender.ts';

export interface WebUploaderOptions extends Pick<UploadSenderOptions, 'baseUrl' | 'getAccessToken'> {
  drops: FileDrops;
}

/** Files to upload, and which of them are being sent. What sends them is loaded with the first one. */
export class WebUploader implements Uploader {
  readonly canChooseFolders = canChooseFolders();
  readonly #options: WebUploaderOptions;
  readonly #emitter = new Emitter<UploaderEvents>();
  readonly #files = new Map<string, LocatedFile>();
  readonly #jobs = new Map<string, UploadJob>();
  /** Of files that were paused while the server was busy with them. */
  readonly #endings = new Map<string, Promise<void>>();
  readonly #stops: readonly (() => void)[];
  #sender: Promise<UploadSender> | undefined;

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
    const job: UploadJob = { isOver: false, upload: undefined };
    this.#jobs.set(key, job);
    this.#send(key, located, job).catch((error: unknown) => this.#fail(key, job, error));
  }

  pause(key: string): void {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    job.isOver = true;
    this.#jobs.delete(key);
    const ending = job.upload?.abort().catch(() => undefined);
    if (ending === undefined) return;
    this.#endings.set(key, ending);
    void ending.then(() => this.#endings.get(key) === ending && this.#endings.delete(key));
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
    void this.#sender?.then(
      (sender) => sender.dispose(),
      () => undefined,
    );
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

  async #send(key: string, located: LocatedFile, job: UploadJob): Promise<void> {
    const sender = await this.#openSender();
    await this.#endings.get(key);
    if (job.isOver) return;
    const uploadId = await sender.send(key, located, job);
    if (job.isOver) return;
    this.#jobs.delete(key);
    this.#emitter.emit('sent', { key, uploadId });
  }

  async #giveUp(key: string): Promise<void> {
    await this.#endings.get(key);
    await (await this.#openSender()).giveUp(key);
  }

  #fail(key: string, job: UploadJob, error: unknown): void {
    if (job.isOver) return;
    this.#jobs.delete(key);
    const { code, isFileGone } = error instanceof UploadFailure ? error : new UploadFailure('unavailable', false);
    if (isFileGone) this.#files.delete(key);
    this.#emitter.emit('failed', { key, code, isFileGone });
  }

  /** What failed is tried again with the next file. */
  #openSender(): Promise<UploadSender> {
    this.#sender ??= this.#loadSender().catch((error: unknown) => {
      this.#sender = undefined;
      throw error;
    });
    return this.#sender;
  }

  async #loadSender(): Promise<UploadSender> {
    const { UploadSender: Sender } = await import('./upload-sender.ts');
    const onProgress: UploadSenderOptions['onProgress'] = (progress) => this.#emitter.emit('progressed', progress);
    return new Sender({ ...this.#options, onProgress });
  }
}
