import type { z } from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};
const formats: Readonly<Record<string, string>> = {
  datetime: 'must be a time in UTC, such as 2026-01-31T12:00:00Z',
  uuid: 'must be a UUID',
  regex: 'has characters that are not possible here',
};

/** What is wrong with an input, to be read after its name; undefined leaves the wording to zod. */
export function describeIssue(issue: RawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return 'is not known here';
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return describeType(issue.expected);
  if (issue.code === 'too_small') return describeBound('at least', issue.minimum, issue.origin);
  if (issue.code === 'too_big') return describeBound('at most', issue.maximum, issue.origin);
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_format') return formats[issue.format];
  return undefined;
}

function describeType(expected: string): string | undefined {
  const kind = kinds[expected];
  return kind && `must be ${kind}`;
}

function describeBound(bound: string, limit: number | bigint, origin: string): string {
  const [one, many] = units[origin] ?? [];
  if (one === undefined) return `must be ${bound} ${limit}`;
  return `must have ${bound} ${limit} ${Number(limit) === 1 ? one : many}`;
}
