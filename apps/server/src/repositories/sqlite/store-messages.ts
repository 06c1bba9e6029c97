import { DomainError, type FieldFault } from '#models/errors.ts';
import type { SqliteRepositories } from './create-sqlite-repositories.ts';

/** A call of a repository's method, from the main thread to the writer or a reader. */
export interface StoreCall {
  callId: number;
  repository: keyof SqliteRepositories | 'store';
  method: string;
  args: readonly unknown[];
}

export type StoreAnswer = { callId: number; catalogueVersion: string } & ({ result: unknown } | { error: StoreFault });

/** An error as data: a class does not survive the way between threads. */
export type StoreFault =
  | {
      kind: 'domain';
      code: DomainError['code'];
      message: string;
      fields: readonly FieldFault[];
      retryAfterSeconds?: number;
    }
  | { kind: 'damage'; message: string }
  | { kind: 'bug'; name: string; message: string; stack?: string };

/** The file cannot be read any more. */
export class DamagedFileError extends DomainError {
  constructor(message: string) {
    super('unavailable', message);
  }
}

/** What the writer and the readers are told at their start. */
export interface StoreThreadOptions {
  directory: string;
  role: 'writer' | 'reader';
}

export function toFault(error: unknown): StoreFault {
  if (error instanceof DomainError) {
    const { code, message, fields, retryAfterSeconds } = error;
    return { kind: 'domain', code, message, fields, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  if (!(error instanceof Error)) return { kind: 'bug', name: 'Error', message: String(error) };
  const code = toPrimaryCode(error);
  const message = code === undefined ? undefined : unavailableMessages[code];
  if (message !== undefined && damageCodes.has(code)) return { kind: 'damage', message };
  if (message !== undefined) return { kind: 'domain', code: 'unavailable', message, fields: [] };
  return { kind: 'bug', name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
}

export function toError(fault: StoreFault): Error {
  if (fault.kind === 'domain') {
    const { code, message, fields, retryAfterSeconds } = fault;
    return new DomainError(code, message, {
      fields,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  if (fault.kind === 'damage') return new DamagedFileError(fault.message);
  const error = new Error(fault.message);
  error.name = fault.name;
  if (fault.stack !== undefined) error.stack = fault.stack;
  return error;
}

/** SQLite's primary result codes that tell of the machine, not of a bug (sqlite.org/rescode.html). */
const unavailableMessages: Readonly<Record<number, string>> = {
  5: 'The database is busy. Is a second JetStream using the same data folder?',
  6: 'The database is busy. Is a second JetStream using the same data folder?',
  8: 'The data folder cannot be written to.',
  10: 'The data folder could not be read or written.',
  11: 'The database file is damaged. Restore it from a backup.',
  13: 'The disk of the data folder is full.',
  14: 'The database file cannot be opened.',
  26: 'The database file is not a database. Restore it from a backup.',
};

const damageCodes: ReadonlySet<number | undefined> = new Set([11, 26]);

const PRIMARY_CODE_MASK = 0xff;

function toPrimaryCode(error: Error): number | undefined {
  if (!('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & PRIMARY_CODE_MASK;
}

/** Whether an error of SQLite says that the file itself is broken. */
export const isDamage = (error: unknown): boolean => error instanceof Error && damageCodes.has(toPrimaryCode(error));
