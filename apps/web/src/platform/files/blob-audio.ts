import type { StoredAudio, TrackLoudness } from '@jetstream/app-core/services';

/** A file that the browser holds. */
export class BlobAudio implements StoredAudio {
  readonly #blob: Blob;
  readonly mimeType: string;
  readonly loudness: TrackLoudness | null;
  #url: string | undefined;

  constructor(blob: Blob, { loudness = null }: { loudness?: TrackLoudness | null } = {}) {
    this.#blob = blob;
    this.mimeType = blob.type;
    this.loudness = loudness;
  }

  get sizeBytes(): number {
    return this.#blob.size;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#blob.slice(position, position + length).arrayBuffer());
  }

  toUrl(): string {
    this.#url ??= URL.createObjectURL(this.#blob);
    return this.#url;
  }

  dispose(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}
