import type { AudioSource, FailureReason, FileAudio, OpenedAudio } from '@jetstream/app-core/services';
import { MOST_ATTEMPTS, pauseBefore, untilOnline, type Waiting } from './stream/load-attempts.ts';
import { probeStream } from './stream-probe.ts';

interface FileRescueOptions extends Waiting {
  fetch: typeof fetch;
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
  /** While a rescue is under way. */
  #running: AbortController | undefined;
  #positionMs = 0;

  constructor(options: FileRescueOptions) {
    this.#options = options;
  }

  /** A rescue is under way: the element's own events mean nothing. */
  get isActive(): boolean {
    return this.#running !== undefined;
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#attempts = 0;
  }

  /** Sound came: the next breakdown is a new one. */
  succeeded(): void {
    this.#attempts = 0;
  }

  /** The person has sought meanwhile: that is where the stream goes on. */
  moveTo(positionMs: number): void {
    this.#positionMs = positionMs;
  }

  async run(breakdown: Breakdown): Promise<void> {
    const { source, positionMs } = breakdown;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#positionMs = positionMs;
    const outcome = await this.#findOutcome(breakdown, running.signal);
    if (running.signal.aborted) return;
    this.#running = undefined;
    if (outcome === 'reload') this.#options.reload(source, this.#positionMs);
    else this.#options.giveUp(source, outcome);
  }

  async #findOutcome({ source, file, code }: Breakdown, signal: AbortSignal): Promise<'reload' | FailureReason> {
    if (code === DECODE_ERROR) return 'damaged';
    // There is no server to ask about a file of this device.
    if (file.url.startsWith('blob:')) return code === SOURCE_NOT_SUPPORTED ? 'unsupported-file' : 'missing';
    // An element that refuses the bytes twice would refuse them later too: only a server in trouble deserves a pause.
    let shouldPause = this.#attempts > 0 && code !== SOURCE_NOT_SUPPORTED;
    while (this.#attempts < MOST_ATTEMPTS && !signal.aborted) {
      await untilOnline(this.#options, signal);
      if (shouldPause) await pauseBefore(this.#attempts, this.#options, signal);
      if (signal.aborted) break;
      shouldPause = true;
      this.#attempts += 1;
      const outcome = await this.#ask(source, { file, code });
      if (outcome) return outcome;
    }
    return 'unreachable';
  }

  /** Undefined when it is worth another try. */
  async #ask(
    source: AudioSource,
    { file, code }: Pick<Breakdown, 'file' | 'code'>,
  ): Promise<'reload' | FailureReason | undefined> {
    const state = await probeStream(file.url, this.#options.fetch);
    if (state === 'missing') return (await hasMoved(source, file)) ? 'reload' : 'missing';
    if (state === 'unauthenticated') return (await reopen(source)) ? 'reload' : 'unauthenticated';
    if (state !== 'open') return undefined;
    return code === SOURCE_NOT_SUPPORTED && this.#attempts > 1 ? toRefusal(source) : 'reload';
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
