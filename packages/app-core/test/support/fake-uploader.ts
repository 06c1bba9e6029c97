import { Emitter } from '#services/emitter.ts';
import type { ChosenFile, Uploader, UploaderEvents } from '#services/uploads/uploader.ts';

export const buildChosenFile = (name: string, overrides: Partial<ChosenFile> = {}): ChosenFile => ({
  key: name,
  name,
  relativePath: '',
  sizeBytes: 1000,
  ...overrides,
});

/** Notes what it is asked for; the test says what happens. */
export class FakeUploader extends Emitter<UploaderEvents> implements Uploader {
  readonly canChooseFolders = true;
  readonly asked: string[] = [];

  choose(kind: 'files' | 'folder'): void {
    this.asked.push(`choose ${kind}`);
  }

  hasFile(): boolean {
    return true;
  }

  start(key: string): void {
    this.asked.push(`start ${key}`);
  }

  pause(key: string): void {
    this.asked.push(`pause ${key}`);
  }

  cancel(key: string): void {
    this.asked.push(`cancel ${key}`);
  }

  forget(key: string): void {
    this.asked.push(`forget ${key}`);
  }

  dispose(): void {}
}
