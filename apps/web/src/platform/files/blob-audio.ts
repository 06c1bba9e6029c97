import type { StoredAudio, TrackLoudness } from '@jetstream/app-core/services';

/** A file that the browser holds. */
export class BlobAudio implements StoredAudio {
  readonly #blob: Blob;
  readonly mimeType: string;
  readonly #readLoudness: () => TrackLoudness | null;
  #url: string | undefined;

  constructor(blob: Blob, { readLoudness = () => null }: { readLoudness?: () => TrackLoudness | null } = {}) {
    this.#blob = blob;
    this.mimeType = blob.type;
    this.#readLoudness = readLoudness;
  }

  get loudness(): TrackLoudness | null {
    return this.#readLoudness();
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
