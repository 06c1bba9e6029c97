import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { TransferState } from '#services/moving/record-transfer.ts';

interface Saved {
  /** What goes where; another one starts from the beginning. */
  transfer: string;
  state: TransferState;
}

/** Remembers how far a transfer has come, so that the same command goes on after a crash. */
export class TransferStateFile {
  readonly #path: string;
  readonly #transfer: string;

  constructor(path: string, transfer: string) {
    this.#path = path;
    this.#transfer = transfer;
  }

  /** Undefined when this transfer was not begun. */
  async find(): Promise<TransferState | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const saved = JSON.parse(text) as Saved;
    return saved.transfer === this.#transfer ? saved.state : undefined;
  }

  async save(state: TransferState): Promise<void> {
    const draft = `${this.#path}.draft`;
    await writeFile(draft, JSON.stringify({ transfer: this.#transfer, state } satisfies Saved), { mode: 0o600 });
    await rename(draft, this.#path);
  }

  async delete(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
