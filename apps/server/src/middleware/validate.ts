import type { Endpoint } from '@jetstream/api-contract';
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { DomainError, type FieldFault } from '#models/errors.ts';
import { describeIssue } from './describe-issue.ts';
import { getRequestContext } from './request-context.ts';

/** A body can be at fault in a hundred thousand places; nobody reads more than these. */
const MAX_FAULTS = 20;

/** Parses params, query and body by the endpoint's schemas, and reports the faults of all three at once. */
export function validate(endpoint: Pick<Endpoint, 'params' | 'query' | 'body'>): RequestHandler {
  return (request, response, next) => {
    const faults: FieldFault[] = [];
    const parse = (part: 'params' | 'query' | 'body', input: unknown): unknown => {
      const schema = endpoint[part];
      if (!schema) return undefined;
      const result = schema.safeParse(input, { error: describeIssue });
      if (!result.success) addFaults(part, result.error.issues, faults);
      return result.data;
    };
    const input = {
      params: parse('params', request.params),
      query: parse('query', withoutEmpty(request.query)),
      body: parse('body', request.body ?? {}),
    };
    if (faults.length > 0) throw new DomainError('validation', summarize(faults), { fields: faults });
    getRequestContext(response).input = input;
    next();
  };
}

/** An empty value counts as not given: forms send a name for every field. */
const withoutEmpty = (query: object): object =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

function addFaults(part: string, issues: readonly z.core.$ZodIssue[], faults: FieldFault[]): void {
  for (const { path, message, ...issue } of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, MAX_FAULTS) : [];
    const paths = keys.length > 0 ? keys.map((key) => [...path, key]) : [path];
    for (const place of paths) {
      if (faults.length === MAX_FAULTS) return;
      faults.push({ path: toPointer(part, place), message });
    }
  }
}

/** RFC 6901 without the leading slash. */
function toPointer(part: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [part, ...steps].join('/');
}

function summarize(faults: readonly FieldFault[]): string {
  const [first] = faults;
  if (faults.length === 1 && first) return `${first.path}: ${first.message}`;
  const number = faults.length < MAX_FAULTS ? String(faults.length) : `${MAX_FAULTS} or more`;
  return `${number} inputs are at fault.`;
}
