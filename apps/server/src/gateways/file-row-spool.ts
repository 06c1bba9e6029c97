import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RowSpool } from './row-spool.ts';

export interface FileRowSpoolOptions {
  /** One JSON value a line; its folder is made when there is something to keep. */
  path: string;
  limitBytes: number;
}

const READ_BYTES = 1024 * 1024;
const NEWLINE = 10;

/**
 * A file that grows at its end and is read from its start; once all of it was delivered it goes. How far delivery came is
 * not written down: after a crash rows come again, and their ids tell.
 */
export class FileRowSpool<Row> implements RowSpool<Row> {
  readonly #options: FileRowSpoolOptions;
  #sizeBytes = 0;
  #readBytes = 0;
  #listedBytes = 0;

  constructor(options: FileRowSpoolOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#readBytes >= this.#sizeBytes;
  }

  async open(): Promise<void> {
    const { path } = this.#options;
    this.#sizeBytes = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    if (this.#sizeBytes === 0) return;
    // A line without an end was never acknowledged.
    const end = (await readFile(path)).lastIndexOf(NEWLINE) + 1;
    await this.#use('r+', async (file) => file.truncate(end));
    this.#sizeBytes = end;
  }

  async append(rows: readonly Row[]): Promise<boolean> {
    const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    if (this.#sizeBytes + bytes.length > this.#options.limitBytes) return false;
    await mkdir(dirname(this.#options.path), { recursive: true });
    await this.#use('a', async (file) => {
      // A half-written line of a disk that was full must not be continued.
      await file.truncate(this.#sizeBytes);
      await file.appendFile(bytes);
      await file.datasync();
    });
    this.#sizeBytes += bytes.length;
    return true;
  }

  async listOldest(limit: number): Promise<Row[]> {
    if (this.isEmpty) return [];
    const length = Math.min(READ_BYTES, this.#sizeBytes - this.#readBytes);
    const bytes = await this.#use('r', async (file) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, this.#readBytes);
      return buffer.subarray(0, bytesRead);
    });
    const rows: Row[] = [];
    let at = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0 && rows.length < limit; end = bytes.indexOf(NEWLINE, at)) {
      rows.push(...parseRow<Row>(bytes.toString('utf8', at, end)));
      at = end + 1;
    }
    this.#listedBytes = at;
    return rows;
  }

  async deleteOldest(): Promise<void> {
    this.#readBytes += this.#listedBytes;
    this.#listedBytes = 0;
    if (!this.isEmpty) return;
    await rm(this.#options.path, { force: true });
    this.#sizeBytes = 0;
    this.#readBytes = 0;
  }

  async #use<T>(flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await open(this.#options.path, flags, 0o600);
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }
}

/** A line that a failing disk has damaged would otherwise hold up all behind it. */
function parseRow<Row>(line: string): Row[] {
  try {
    return [JSON.parse(line) as Row];
  } catch {
    return [];
  }
}
