import {
  Emitter,
  isLocalId,
  toLocalId,
  toTimestamp,
  type Environment,
  type LocalFiles,
  type LocalFilesEvents,
  type StoredAudio,
} from '@jetstream/app-core/services';
import { BlobAudio } from './blob-audio.ts';
import { canChooseFolders, openFileDialog } from './file-dialog.ts';
import type { FileDrops } from './file-drops.ts';
import { chooseMusic, type LocatedFile } from './located-files.ts';
import { readLocalTrack, type LocalTrack } from './read-local-track.ts';

/** Sound begins with the first file; of the others so many are told at once. */
const BATCH = 20;

/** Files of this device, as long as the page lives. The bytes are read where they lie, when they are played. */
export class WebLocalFiles extends Emitter<LocalFilesEvents> implements LocalFiles {
  readonly canChooseFolders = canChooseFolders();
  readonly #environment: Pick<Environment, 'createId' | 'nowMs'>;
  readonly #files = new Map<string, BlobAudio>();
  /** Addresses of pictures by cover, and the covers by what tells pictures apart: an album has the same in each file. */
  readonly #coverUrls = new Map<string, string>();
  readonly #coverIds = new Map<string, string>();

  constructor(environment: Pick<Environment, 'createId' | 'nowMs'>, drops: FileDrops) {
    super();
    this.#environment = environment;
    drops.on('dropped', ({ purpose, files }) => {
      if (purpose === 'play') void this.#take(files);
    });
  }

  choose(kind: 'files' | 'folder'): void {
    openFileDialog(kind, (files) => void this.#take(files));
  }

  has(trackId: string): boolean {
    return this.#files.has(trackId);
  }

  async open(trackId: string): Promise<StoredAudio | undefined> {
    return this.#files.get(trackId);
  }

  findCoverUrl(coverId: string): string | undefined {
    return isLocalId(coverId) ? this.#coverUrls.get(coverId) : undefined;
  }

  /** Pictures stay: other files may have the same. */
  forget(trackId: string): void {
    this.#files.get(trackId)?.dispose();
    this.#files.delete(trackId);
  }

  async #take(located: readonly LocatedFile[]): Promise<void> {
    const wanted = chooseMusic(located).toSorted((a, b) =>
      nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }),
    );
    const choiceId = this.#environment.createId();
    let skippedCount = located.length - wanted.length;
    let isFirst = true;
    for (let from = 0, to = 0; to < wanted.length; from = to) {
      to = from + (isFirst ? 1 : BATCH);
      const batch = wanted.slice(from, to);
      const read = await Promise.all(batch.map(({ file }) => this.#read(file).catch(() => undefined)));
      const tracks = read.filter((track) => track !== undefined);
      skippedCount += batch.length - tracks.length;
      if (tracks.length === 0) continue;
      this.emit('chosen', { choiceId, tracks, isFirst, skippedCount });
      isFirst = false;
      skippedCount = 0;
    }
    if (skippedCount > 0) this.emit('chosen', { choiceId, tracks: [], isFirst, skippedCount });
  }

  async #read(file: File) {
    const { createId, nowMs } = this.#environment;
    const id = toLocalId(createId());
    const identity = { id, coverId: id, addedAt: toTimestamp(nowMs()) };
    const read = await readLocalTrack(file, identity);
    if (!read) return undefined;
    this.#files.set(id, new BlobAudio(file, { loudness: read.loudness }));
    return this.#withSharedCover(read);
  }

  #withSharedCover({ track, picture }: LocalTrack): LocalTrack['track'] {
    if (!picture || !track.cover) return track;
    const mark = `${track.albumTitle} ${picture.size}`;
    const coverId = this.#coverIds.get(mark) ?? track.cover.id;
    if (!this.#coverUrls.has(coverId)) {
      this.#coverIds.set(mark, coverId);
      this.#coverUrls.set(coverId, URL.createObjectURL(picture));
    }
    return { ...track, cover: { ...track.cover, id: coverId } };
  }
}

const nameOf = ({ file, relativePath }: LocatedFile): string => relativePath || file.name;
