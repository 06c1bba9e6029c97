import type { LocalFilesEvents } from '@jetstream/app-core/services';
import type { FileMemory } from './file-memory.ts';
import { toBeside, type HeldFile, type HeldLyrics } from './held-file.ts';
import type { HeldFiles } from './held-files.ts';
import type { LocalCovers } from './local-covers.ts';
import { toFileKey, type LocatedFile, type LocatedLyrics } from './located-files.ts';
import type { MeasureQueue } from './measure-queue.ts';
import type { RememberedFile } from './remembered-files.ts';
import { WaitingFiles } from './waiting-files.ts';

export interface ReturningFilesOptions {
  files: HeldFiles;
  covers: LocalCovers;
  memory: FileMemory;
  measurements: MeasureQueue;
  emit<Name extends keyof LocalFilesEvents>(name: Name, event: LocalFilesEvents[Name]): void;
}

/** Files of an earlier visit, until they can be played again: by the browser itself, by a permission, or by being chosen once more. */
export class ReturningFiles {
  readonly #options: ReturningFilesOptions;
  readonly #waiting = new WaitingFiles();
  /** Counts who was forgotten: what began before has nothing to say afterwards. */
  #generation = 0;
  #opening = Promise.resolve();
  /** The person has asked for what waits, and what is opened meanwhile is the answer. */
  #isAsked = false;

  constructor(options: ReturningFilesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size;
  }

  async recall(userId: string): Promise<void> {
    const { files, covers, memory, emit } = this.#options;
    const generation = this.#generation;
    const { files: known, pictures } = await memory.recall(userId);
    if (this.#generation !== generation || known.length === 0) return;
    for (const picture of pictures) covers.adopt(picture);
    const waiting = known.filter(({ trackId }) => !files.has(trackId));
    this.#waiting.add(waiting);
    const hasHandles = known.some(({ handle }) => handle !== null);
    emit('remembered', { tracks: waiting.map(({ track }) => track), way: hasHandles ? 'permission' : 'choice' });
    await this.#open(false);
  }

  /** Asks the person for permission. */
  reopen(): void {
    this.#isAsked = true;
    void this.#open(true);
  }

  /** Those of a choice that were chosen at an earlier visit: they are known, and need no reading. */
  async reopenChosen(
    music: readonly LocatedFile[],
    lyrics: ReadonlyMap<LocatedFile, readonly LocatedLyrics[]>,
    choiceId: string,
  ): Promise<Set<LocatedFile>> {
    const { files, memory, emit } = this.#options;
    const found = this.#waiting.findChosen(music);
    const opened = found.flatMap(([remembered, located]) =>
      this.#hold(remembered, located, (lyrics.get(located) ?? []).map(toBeside)),
    );
    await this.#options.measurements.level(opened);
    const tracks = files.listTracks(opened);
    if (tracks.length > 0) emit('reopened', { tracks, way: 'choice', choiceId });
    // With what finds them again where this choice has it.
    void memory.save(opened.filter((held) => files.holds(held)));
    return new Set(found.map(([, located]) => located));
  }

  forget(trackIds: readonly string[]): void {
    this.#waiting.forget(trackIds);
  }

  forgetAll(): void {
    this.#generation++;
    this.#waiting.clear();
  }

  /** One after the other, so that none asks the person for what another is opening. A fault with one is reported, and stops no other. */
  #open(isAsking: boolean): Promise<void> {
    this.#opening = this.#opening
      .then(() => this.#openPermitted(isAsking))
      .catch((error: unknown) => reportError(error));
    return this.#opening;
  }

  async #openPermitted(isAsking: boolean): Promise<void> {
    const { files, measurements, emit } = this.#options;
    const opened: HeldFile[] = [];
    for await (const [remembered, located] of this.#waiting.open(isAsking))
      opened.push(...this.#hold(remembered, located, remembered.beside.map(toRememberedBeside)));
    await measurements.level(opened);
    const way = this.#isAsked ? 'permission' : 'by-itself';
    if (isAsking) this.#isAsked = false;
    const tracks = files.listTracks(opened);
    if (tracks.length > 0) emit('reopened', { tracks, way });
  }

  /** None if it does not wait any more. */
  #hold(remembered: RememberedFile, located: LocatedFile, beside: readonly HeldLyrics[]): HeldFile[] {
    if (!this.#waiting.take(remembered)) return [];
    const { track, albumKey, tags, measured, embedded, fileKey } = remembered;
    const isSame = toFileKey(located) === fileKey && isMeasuredAsPlayed(remembered);
    const known = { located, track, albumKey, tags, measured: isSame ? measured : null, embedded, beside };
    return [this.#options.files.add(known)];
  }
}

/** Whether it is known how loud two loudspeakers play it. */
const isMeasuredAsPlayed = ({ measured, track }: RememberedFile): boolean =>
  (track.format.channels ?? 2) <= 2 || measured?.loudness.mixed !== undefined;

const toRememberedBeside = ({ handle, language }: RememberedFile['beside'][number]): HeldLyrics => ({
  language,
  handle,
  open: () => handle.getFile(),
});
