import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { link, mkdtemp, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { DomainError } from '#models/errors.ts';
import { type RecordKind, recordKinds, type Records } from '#models/record.ts';
import type { BackupHead, BackupReader, BackupRecord, BackupSums, BackupWriter } from './backup-file.ts';

/** Password hashes are in it. */
const OWNER_ONLY = 0o600;

type Line = BackupHead | BackupRecord | { sums: BackupSums };

/**
 * Lines of JSON in gzip, readable with zcat: a head, a line for each record, and the sums. Each kind is packed into a piece of
 * its own first, since kinds are read in one order and written back in the other; joined pieces of gzip are one gzip (RFC 1952, 2.2).
 */
export class GzipBackupWriter implements BackupWriter {
  readonly #path: string;
  readonly #folder: string;
  readonly #head: BackupHead;
  readonly #kinds = new Set<string>();
  #piece: { kind: string; gzip: Gzip; written: Promise<void> } | undefined;

  private constructor(path: string, folder: string, head: BackupHead) {
    this.#path = path;
    this.#folder = folder;
    this.#head = head;
  }

  /** @throws DomainError conflict when the file is there, unavailable when it cannot be written. */
  static async create(path: string, head: BackupHead): Promise<GzipBackupWriter> {
    if (existsSync(path)) throw isThere(path);
    const folder = await mkdtemp(join(dirname(path), `.${basename(path)}-`)).catch((cause: NodeJS.ErrnoException) => {
      throw new DomainError('unavailable', `${path} cannot be written (${cause.code}).`, { cause });
    });
    return new GzipBackupWriter(path, folder, head);
  }

  async saveRecords<Kind extends RecordKind>(kind: Kind, records: readonly Records[Kind][]): Promise<void> {
    for (const record of records) await this.#write(kind, { kind, record } as BackupRecord);
  }

  async finish(sums: BackupSums): Promise<void> {
    await this.#write('head', this.#head);
    await this.#write('sums', { sums });
    await this.#closePiece();
    const whole = join(this.#folder, 'whole');
    await pipeline(this.#readPieces(), createWriteStream(whole, { mode: OWNER_ONLY, flush: true }));
    await publish(whole, this.#path);
    await this.discard();
  }

  async discard(): Promise<void> {
    await this.#closePiece().catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(kind: string, line: Line): Promise<void> {
    if (this.#piece?.kind !== kind) {
      await this.#closePiece();
      this.#kinds.add(kind);
      const gzip = createGzip();
      const written = pipeline(gzip, createWriteStream(this.#pathOf(kind), { mode: OWNER_ONLY }));
      written.catch(() => undefined);
      this.#piece = { kind, gzip, written };
    }
    const { gzip, written } = this.#piece;
    // A full disk ends the pipeline, and nobody would drain it.
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await Promise.race([once(gzip, 'drain'), written]);
  }

  async #closePiece(): Promise<void> {
    const piece = this.#piece;
    this.#piece = undefined;
    piece?.gzip.end();
    await piece?.written;
  }

  async *#readPieces(): AsyncGenerator<Buffer> {
    for (const kind of ['head', ...recordKinds, 'sums']) {
      // A kind without records has no piece.
      if (this.#kinds.has(kind)) yield* createReadStream(this.#pathOf(kind));
    }
  }

  #pathOf(kind: string): string {
    return join(this.#folder, `${kind}.gz`);
  }
}

const isThere = (path: string) => new DomainError('conflict', `${path} is there already: choose another name.`);

/** An existing file is somebody's backup and stays. @throws DomainError conflict */
async function publish(whole: string, path: string): Promise<void> {
  try {
    await link(whole, path);
    await unlink(whole);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(path);
    // Without hard links.
    await rename(whole, path);
  }
}

/** @throws DomainError unsupported for what is no backup, or one of a newer JetStream; not-found when it is not there. */
export async function openGzipBackup(path: string): Promise<BackupReader> {
  let head: BackupHead | undefined;
  for await (const line of readLines(path)) {
    if ('format' in line) head = line;
    break;
  }
  if (head?.format !== 'jetstream-backup') throw new DomainError('unsupported', `${path} is no backup of JetStream.`);
  if (head.formatVersion !== 1)
    throw new DomainError('unsupported', `${path} was made by a newer JetStream (${head.version}).`);
  return {
    head,
    async *listRecords() {
      for await (const line of readLines(path)) if ('kind' in line) yield line;
    },
    async getSums() {
      for await (const line of readLines(path)) if ('sums' in line) return line.sums;
      throw new DomainError('unsupported', `${path} ends too early: it was not written whole.`);
    },
  };
}

async function* readLines(path: string): AsyncGenerator<Line> {
  const gunzip = createGunzip().setEncoding('utf8');
  // Its failure arrives through the reading below.
  pipeline(createReadStream(path), gunzip).catch(() => undefined);
  let rest = '';
  try {
    for await (const text of gunzip as AsyncIterable<string>) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield parseLine(line, path);
    }
  } catch (error) {
    throw error instanceof DomainError ? error : toFault(error, path);
  }
}

function parseLine(line: string, path: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch (cause) {
    throw new DomainError('unsupported', `${path} is damaged: a line of it is no JSON.`, { cause });
  }
}

function toFault(cause: unknown, path: string): DomainError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new DomainError('not-found', `There is no ${path}.`, { cause });
  if (code?.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new DomainError('unsupported', `${path} is damaged or no backup of JetStream (${code}).`, { cause });
  return new DomainError('unavailable', `${path} cannot be read (${code}).`, { cause });
}
