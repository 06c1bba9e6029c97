import type { StoredAudio } from '@jetstream/app-core/services';

/** A file or a kept answer as a source of sound. */
export class BlobAudio implements StoredAudio {
  readonly #blob: Blob;
  #url: string | undefined;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  get sizeBytes(): number {
    return this.#blob.size;
  }
  get mimeType(): string {
    return this.#blob.type;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#blob.slice(position, position + length).arrayBuffer());
  }

  toUrl(): string {
    this.#url ??= URL.createObjectURL(this.#blob);
    return this.#url;
  }
}
