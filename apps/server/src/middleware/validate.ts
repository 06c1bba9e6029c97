import type { Endpoint } from '@jetstream/api-contract';
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { DomainError, type FieldFault } from '#models/errors.ts';
import { getRequestContext } from './request-context.ts';

/** Parses params, query and body by the endpoint's schemas, and reports the faults of all three at once. */
export function validate(endpoint: Pick<Endpoint, 'params' | 'query' | 'body'>): RequestHandler {
  return (request, response, next) => {
    const faults: FieldFault[] = [];
    const parse = (part: 'params' | 'query' | 'body', input: unknown): unknown => {
      const schema = endpoint[part];
      if (!schema) return undefined;
      const result = schema.safeParse(input);
      if (!result.success) faults.push(...result.error.issues.flatMap((issue) => toFaults(part, issue)));
      return result.data;
    };
    const input = {
      params: parse('params', request.params),
      query: parse('query', request.query),
      body: parse('body', request.body ?? {}),
    };
    if (faults.length > 0) throw new DomainError('validation', summarize(faults), { fields: faults });
    getRequestContext(response).input = input;
    next();
  };
}

function toFaults(part: string, issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: toPointer(part, [...issue.path, key]), message: 'is not known here' }));
  return [{ path: toPointer(part, issue.path), message: issue.message }];
}

/** RFC 6901 without the leading slash. */
function toPointer(part: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [part, ...steps].join('/');
}

function summarize(faults: readonly FieldFault[]): string {
  const [first] = faults;
  return faults.length === 1 && first ? `${first.path}: ${first.message}` : `${faults.length} inputs are at fault.`;
}
