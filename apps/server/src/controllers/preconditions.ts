import type { IncomingHttpHeaders } from 'node:http';

/** What a representation is compared by. `etag` is strong, with its quotes. */
export interface Validators {
  etag: string;
  modifiedAtMs: number;
}

/** RFC 9110, section 13.2.2, for GET and HEAD: whether to send, answer 304, or answer 412. */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  validators: Validators,
): 'send' | 'not-modified' | 'failed' {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) {
    if (!listsETag(ifMatch, validators.etag, 'strong')) return 'failed';
  } else if (isModifiedSince(headers['if-unmodified-since'], validators) === true) return 'failed';

  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return listsETag(ifNoneMatch, validators.etag, 'weak') ? 'not-modified' : 'send';
  return isModifiedSince(headers['if-modified-since'], validators) === false ? 'not-modified' : 'send';
}

/** Whether a `Range` may be honoured: the client's copy is of this very representation (section 13.1.5). */
export function isRangeCurrent(ifRange: string | string[] | undefined, validators: Validators): boolean {
  if (ifRange === undefined) return true;
  if (typeof ifRange !== 'string') return false;
  if (ifRange.startsWith('"') || ifRange.startsWith('W/')) return ifRange === validators.etag;
  return Date.parse(ifRange) === toSeconds(validators.modifiedAtMs);
}

function listsETag(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === etag);
}

/** Undefined when the header is absent or not a date, which then counts for nothing. */
function isModifiedSince(header: string | undefined, { modifiedAtMs }: Validators): boolean | undefined {
  const sinceMs = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(sinceMs) ? undefined : toSeconds(modifiedAtMs) > sinceMs;
}

/** HTTP dates have whole seconds. */
const toSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
