/** When a media segment of fragmented MP4 (ISO 14496-12) is decoded, in units of its track. */
export interface FragmentTimes {
  start: number;
  end: number;
}

const PARENTS: ReadonlySet<string> = new Set(['moof', 'traf']);
const HEAD_BYTES = 8;
const FULL_HEAD_BYTES = 12;
const TFHD = { base: 0x1, description: 0x2, duration: 0x8 };
const TRUN = { offset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 };

/** Reads tfdt, tfhd and trun of a segment with one track, whose fragments follow each other without a hole. */
export function readFragmentTimes(segment: Buffer): FragmentTimes {
  const boxes = [...listBoxes(segment)];
  const all = (type: string) => boxes.filter(([name]) => name === type).map(([, box]) => box);
  const [heads, runs] = [all('tfhd'), all('trun')];
  const starts = all('tfdt').map((tfdt) =>
    tfdt[HEAD_BYTES] === 1 ? Number(tfdt.readBigUInt64BE(FULL_HEAD_BYTES)) : tfdt.readUInt32BE(FULL_HEAD_BYTES),
  );
  const [start] = starts;
  if (start === undefined || runs.length !== starts.length) throw new Error('A fragment does not say when it is.');
  let end = start;
  for (const [index, run] of runs.entries()) {
    if (starts[index] !== end) throw new Error(`Fragment ${index} does not begin where the one before ends.`);
    end += sum(readDurations(run, readDefaultDuration(heads[index] ?? Buffer.alloc(0))));
  }
  return { start, end };
}

function* listBoxes(bytes: Buffer): Generator<[type: string, box: Buffer]> {
  for (let at = 0; at + HEAD_BYTES <= bytes.length;) {
    const box = bytes.subarray(at, at + bytes.readUInt32BE(at));
    if (box.length < HEAD_BYTES) throw new Error('A box is cut off.');
    const type = box.toString('latin1', 4, HEAD_BYTES);
    yield [type, box];
    if (PARENTS.has(type)) yield* listBoxes(box.subarray(HEAD_BYTES));
    at += box.length;
  }
}

const flagsOf = (box: Buffer): number => box.readUIntBE(HEAD_BYTES + 1, 3);

function readDefaultDuration(tfhd: Buffer): number {
  const flags = flagsOf(tfhd);
  if (!(flags & TFHD.duration)) return 0;
  const trackIdBytes = 4;
  const skipped = (flags & TFHD.base ? 8 : 0) + (flags & TFHD.description ? 4 : 0);
  return tfhd.readUInt32BE(FULL_HEAD_BYTES + trackIdBytes + skipped);
}

function readDurations(trun: Buffer, byDefault: number): number[] {
  const flags = flagsOf(trun);
  const count = trun.readUInt32BE(FULL_HEAD_BYTES);
  if (!(flags & TRUN.duration)) return Array.from({ length: count }, () => byDefault);
  const words = (...wanted: number[]): number => 4 * wanted.filter((flag) => flags & flag).length;
  const first = FULL_HEAD_BYTES + 4 + words(TRUN.offset, TRUN.firstFlags);
  const stride = words(TRUN.duration, TRUN.size, TRUN.flags, TRUN.composition);
  return Array.from({ length: count }, (_, index) => trun.readUInt32BE(first + index * stride));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
