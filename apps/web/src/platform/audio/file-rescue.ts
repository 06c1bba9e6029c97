import type { AudioSource, FailureReason, FileAudio, OpenedAudio } from '@jetstream/app-core/services';
import { MOST_ATTEMPTS, pauseMsOf } from './stream/load-attempts.ts';
import { probeStream } from './stream-probe.ts';
import type { Schedule } from './schedule.ts';

interface FileRescueOptions {
  fetch: typeof fetch;
  isOnline: () => boolean;
  onOnlineChange: (listener: (isOnline: boolean) => void) => () => void;
  schedule: Schedule;
  /** Opens the source again where it broke off. */
  reload: (source: AudioSource, positionMs: number) => void;
  giveUp: (source: AudioSource, reason: FailureReason) => void;
}

interface Breakdown {
  source: AudioSource;
  file: FileAudio;
  positionMs: number;
  /** MediaError.code. */
  code: number;
}

const DECODE_ERROR = 3;
const SOURCE_NOT_SUPPORTED = 4;

/**
 * What to do when a stream breaks: finds the cause, which the media element does not tell, and opens the stream again, after
 * a renewed session, a returned network or a pause; or says why not.
 */
export class FileRescue {
  readonly #options: FileRescueOptions;
  #attempts = 0;
  #run = 0;
  #isActive = false;

  constructor(options: FileRescueOptions) {
    this.#options = options;
  }

  /** A rescue is under way: the element's own events mean nothing. */
  get isActive(): boolean {
    return this.#isActive;
  }

  cancel(): void {
    this.#run += 1;
    this.#isActive = false;
    this.#attempts = 0;
  }

  /** Sound came: the next breakdown is a new one. */
  succeeded(): void {
    this.#attempts = 0;
  }

  async run(breakdown: Breakdown): Promise<void> {
    const { source, positionMs } = breakdown;
    this.#run += 1;
    const run = this.#run;
    this.#isActive = true;
    const outcome = await this.#findOutcome(breakdown, () => run === this.#run);
    if (run !== this.#run) return;
    this.#isActive = false;
    if (outcome === 'reload') this.#options.reload(source, positionMs);
    else this.#options.giveUp(source, outcome);
  }

  async #findOutcome(breakdown: Breakdown, isCurrent: () => boolean): Promise<'reload' | FailureReason> {
    const { source, file, code } = breakdown;
    if (code === DECODE_ERROR) return 'damaged';
    // There is no server to ask about a file of this device.
    if (file.url.startsWith('blob:')) return code === SOURCE_NOT_SUPPORTED ? 'unsupported-file' : 'missing';
    // An element that refuses the bytes twice would refuse them later too: only a server in trouble deserves a pause.
    let shouldPause = this.#attempts > 0 && code !== SOURCE_NOT_SUPPORTED;
    while (this.#attempts < MOST_ATTEMPTS && isCurrent()) {
      await this.#waitForNetwork();
      if (shouldPause) await this.#pause(pauseMsOf(this.#attempts));
      shouldPause = true;
      this.#attempts += 1;
      const state = await probeStream(file.url, this.#options.fetch);
      if (state === 'missing') return (await hasMoved(source, file)) ? 'reload' : 'missing';
      if (state === 'unauthenticated') return (await reopen(source)) ? 'reload' : 'unauthenticated';
      if (state === 'open') return code === SOURCE_NOT_SUPPORTED && this.#attempts > 1 ? toRefusal(source) : 'reload';
    }
    return 'unreachable';
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#options.schedule(resolve, delayMs));
  }

  #waitForNetwork(): Promise<void> {
    if (this.#options.isOnline()) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.#options.onOnlineChange((isOnline) => {
        if (!isOnline) return;
        unsubscribe();
        resolve();
      });
    });
  }
}

/** The server gives only what the browser said that it plays, codec and all; then the bytes are to blame. */
const toRefusal = ({ kind }: AudioSource): FailureReason => (kind === 'adaptive-stream' ? 'damaged' : 'unsupported');

async function reopen(source: AudioSource): Promise<OpenedAudio | undefined> {
  return source.open({ isRenewed: true }).catch(() => undefined);
}

/** Whether the track has another address by now, as when its file was written anew. */
async function hasMoved(source: AudioSource, { url }: FileAudio): Promise<boolean> {
  const opened = await reopen(source);
  return opened !== undefined && (opened.form !== 'file' || opened.url !== url);
}
