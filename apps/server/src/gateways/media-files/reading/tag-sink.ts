import type { EmbeddedLyrics } from '@jetstream/music-files';
import { toCoverId } from '#models/catalogue-ids.ts';
import type { TagField, TagFields } from '#models/audio-reading.ts';
import { tagFieldOf } from './tag-names.ts';

const MOST_VALUES = 256;
const LONGEST_VALUE = 256 * 1024;
const LARGEST_PICTURE = 32 * 1024 * 1024;
const FRONT_COVER = 3;
const FILE_ICONS = new Set([1, 2]);

export interface Picture {
  bytes: Uint8Array;
  /** As ID3v2 numbers them: 3 is the front cover. */
  kind: number;
}

/** Collects what a reader finds. Limits keep a hostile file from filling the memory. */
export class TagSink {
  readonly tags: TagFields = {};
  readonly lyrics: EmbeddedLyrics[] = [];
  #picture: Picture | null = null;

  add(field: TagField, value: string): void {
    if (value === '' || value.length > LONGEST_VALUE) return;
    const values = (this.tags[field] ??= []);
    if (values.length < MOST_VALUES) values.push(value);
  }

  has(field: TagField): boolean {
    return this.tags[field] !== undefined;
  }

  /** Takes a field under the name a tagger gave it, where it is one that JetStream knows. */
  addNamed(name: string, value: string): void {
    const field = tagFieldOf(name);
    if (field === undefined) return;
    if (field === 'lyrics') this.addLyrics(value, null);
    else this.add(field, value);
  }

  addLyrics(text: string, language: string | null): void {
    if (text.trim() !== '' && text.length <= LONGEST_VALUE && this.lyrics.length < 8) {
      this.lyrics.push({ language, text, timedTexts: null });
    }
  }

  addTimedLyrics(lyrics: EmbeddedLyrics): void {
    if (this.lyrics.length < 8) this.lyrics.push(lyrics);
  }

  /** The front cover wins, then the first picture that is no icon. */
  addPicture(picture: Picture): void {
    if (picture.bytes.length < 16 || picture.bytes.length > LARGEST_PICTURE) return;
    if (this.#picture === null || rank(picture) > rank(this.#picture)) this.#picture = picture;
  }

  /** What another tag of the same file says, where this one is silent. */
  addMissingFrom(other: TagSink): void {
    for (const [field, values] of Object.entries(other.tags)) {
      if (!this.has(field as TagField)) this.tags[field as TagField] = values;
    }
    if (this.lyrics.length === 0) this.lyrics.push(...other.lyrics);
    if (other.#picture !== null) this.addPicture(other.#picture);
  }

  get picture(): Picture | null {
    return this.#picture;
  }

  get coverId(): string | null {
    return this.#picture === null ? null : toCoverId(this.#picture.bytes);
  }
}

function rank({ kind }: Picture): number {
  if (kind === FRONT_COVER) return 2;
  return FILE_ICONS.has(kind) ? 0 : 1;
}
