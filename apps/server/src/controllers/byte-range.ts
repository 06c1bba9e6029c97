/** What to send for a `Range` header: everything, one part (both ends included), or 416. */
export type RangeOutcome = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

const LARGEST_RANGE_SET = 16;
const RANGE_SPEC = /^(\d*)-(\d*)$/;

/**
 * RFC 9110, section 14. A set of ranges that does not join into one is answered whole, which section 14.2 allows:
 * players never send such, and `multipart/byteranges` would cost more than it gives. Malformed headers and units other
 * than bytes are ignored, as the section says.
 */
export function resolveRange(header: string | undefined, sizeBytes: number): RangeOutcome {
  const whole = { kind: 'whole' } as const;
  const list = header === undefined ? undefined : /^bytes=(.*)$/i.exec(header.trim())?.[1];
  const specs = list
    ?.split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');
  if (!specs || specs.length === 0 || specs.length > LARGEST_RANGE_SET) return whole;

  const parts: { start: number; end: number }[] = [];
  for (const spec of specs) {
    const range = parseSpec(spec, sizeBytes);
    if (range === 'malformed') return whole;
    if (range !== 'unsatisfiable') parts.push(range);
  }
  if (parts.length === 0) return { kind: 'unsatisfiable' };
  // A suffix of an empty file is satisfiable, but no Content-Range can name its part.
  if (sizeBytes === 0) return whole;
  const joined = joinParts(parts);
  return joined ? { kind: 'part', ...joined } : whole;
}

function parseSpec(spec: string, sizeBytes: number): { start: number; end: number } | 'malformed' | 'unsatisfiable' {
  const match = RANGE_SPEC.exec(spec);
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return 'malformed';
  if (first === '') {
    const length = Number(last);
    return length === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'malformed';
  if (start >= sizeBytes) return 'unsatisfiable';
  return { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}

/** One range that covers all of them without a gap, or undefined. */
function joinParts(parts: { start: number; end: number }[]): { start: number; end: number } | undefined {
  const [first, ...rest] = [...parts].sort((a, b) => a.start - b.start);
  if (!first) return undefined;
  const joined = { ...first };
  for (const { start, end } of rest) {
    if (start > joined.end + 1) return undefined;
    joined.end = Math.max(joined.end, end);
  }
  return joined;
}
