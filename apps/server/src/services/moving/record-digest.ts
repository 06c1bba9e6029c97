import { createHash } from 'node:crypto';
import { type RecordKind, recordKinds } from '#models/record.ts';

const MODULUS = 1n << 256n;

/** JSON in which equal records are equal texts, in whatever order a store keeps their fields. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${toCanonicalJson(field)}`).join(',')}}`;
}

/**
 * Checksum of a set of records, whatever their order: the sum of their SHA-256 modulo 2^256. It finds what was lost, doubled
 * or changed; it does not stand against somebody who forges records on purpose.
 */
export class RecordDigest {
  #sum = 0n;
  #count = 0;

  add(record: unknown): void {
    const hash = createHash('sha256').update(toCanonicalJson(record)).digest('hex');
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** 64 hexadecimal digits. */
  get checksum(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }
}

export interface RecordSum {
  count: number;
  checksum: string;
}
export type RecordSums = Record<RecordKind, RecordSum>;
export type RecordDigests = Record<RecordKind, RecordDigest>;

export const createDigests = (): RecordDigests =>
  Object.fromEntries(recordKinds.map((kind) => [kind, new RecordDigest()])) as RecordDigests;

export const toSums = (digests: RecordDigests): RecordSums =>
  Object.fromEntries(
    recordKinds.map((kind) => [kind, { count: digests[kind].count, checksum: digests[kind].checksum }]),
  ) as RecordSums;
