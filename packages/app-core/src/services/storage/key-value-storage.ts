/** Small texts that survive a restart. Synchronous, so that the first frame already has the person's choices. */
export interface KeyValueStorage {
  get(key: string): string | null;
  /** False when the text could not be kept (full or switched off). */
  set(key: string, text: string): boolean;
  remove(key: string): void;
}
