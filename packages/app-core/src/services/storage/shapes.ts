import { isRecord } from './json-record.ts';

/**
 * Whether what was kept, or was said by another page, is what this version of the app knows by the type: pages of two versions are open beside
 * each other during an update. More than is known does no harm, and stays.
 */
export type Shape<T> = (value: unknown) => value is T;

export const isText: Shape<string> = (value) => typeof value === 'string';
export const isNumber: Shape<number> = (value): value is number => Number.isFinite(value);
export const isFlag: Shape<boolean> = (value) => typeof value === 'boolean';

export const numberWithin =
  (lowest: number, highest: number): Shape<number> =>
  (value): value is number =>
    isNumber(value) && value >= lowest && value <= highest;

export const oneOf =
  <const T extends string>(...texts: readonly T[]): Shape<T> =>
  (value): value is T =>
    texts.some((text) => text === value);

export const orNull =
  <T>(is: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || is(value);

export const orLeftOut =
  <T>(is: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || is(value);

export const listOf =
  <T>(is: Shape<T>): Shape<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(is);

/** Of each field of T. */
export type Fields<T> = { readonly [Name in keyof T]-?: (value: unknown) => boolean };

export function recordOf<T>(fields: Fields<T>): Shape<T> {
  const checks = Object.entries<(value: unknown) => boolean>(fields);
  return (value): value is T => isRecord(value) && checks.every(([name, is]) => is(value[name]));
}

/** Of a record the fields that are known and fit. */
export function pickFitting<T>(fields: Fields<T>, value: unknown): Partial<T> {
  if (!isRecord(value)) return {};
  const fitting = Object.entries<(value: unknown) => boolean>(fields).filter(
    ([name, is]) => name in value && is(value[name]),
  );
  return Object.fromEntries(fitting.map(([name]) => [name, value[name]])) as Partial<T>;
}
