import type { FileView } from './file-view.ts';
import { findAtom, listAtoms } from './mp4-atoms.ts';

/** Where the description of a fragment lies. */
export interface FragmentSpan {
  start: number;
  end: number;
}

/** A track of sound, as fragments name it. */
export interface FragmentedTrack {
  trackId: number;
  /** Units a second. */
  timescale: number;
  /** Without its fragments. */
  durationMs: number;
}

const MILLISECONDS = 1_000;
const LARGEST_FRAGMENT_BYTES = 1024 * 1024;
/** Flags of `tfhd`, and the bytes of what is there for them (ISO 14496-12, section 8.8.7). */
const TRACK_DEFAULTS = [
  [0x1, 8],
  [0x2, 4],
] as const;
const HAS_DEFAULT_DURATION = 0x8;
/** Those of `trun` (section 8.8.8): before the samples, and of each sample. */
const RUN_FIELDS = [0x1, 0x4] as const;
const SAMPLE_FIELDS = [0x100, 0x200, 0x400, 0x800] as const;
const HAS_DURATIONS = 0x100;

/** How long a track is with all fragments, as the movie tells, or else as they tell themselves; of a file that may not be read whole, reckoned. */
export function measureFragmentsMs(
  view: FileView,
  { movie, fragments, track }: { movie: Buffer; fragments: readonly FragmentSpan[]; track: FragmentedTrack },
): number {
  const toldMs = readToldMs(movie);
  if (toldMs > 0 || track.timescale === 0) return toldMs;
  const usual = findUsualDuration(movie, track.trackId);
  let [units, end] = [0, 0];
  for (const fragment of fragments) {
    if (end > view.countableBytes) break;
    if (fragment.end - fragment.start > LARGEST_FRAGMENT_BYTES) continue;
    units += sumFragment(view.read(fragment.start, fragment.end - fragment.start), track.trackId, usual);
    end = fragment.end;
  }
  const first = fragments[0]?.start ?? 0;
  const next = fragments.find(({ start }) => start > end)?.start;
  const share = next === undefined ? 1 : (view.size - first) / (next - first);
  return track.durationMs + (units / track.timescale) * share * MILLISECONDS;
}

/** Of the header for fragments (section 8.8.2). */
function readToldMs(movie: Buffer): number {
  const [header, movieHeader] = [findAtom(movie, ['mvex', 'mehd']), findAtom(movie, ['mvhd'])];
  if (header === null || movieHeader === null || header.length < 8 || movieHeader.length < 24) return 0;
  const timescale = movieHeader.readUInt32BE(movieHeader[0] === 1 ? 20 : 12);
  const isLong = header[0] === 1 && header.length >= 12;
  const duration = isLong ? Number(header.readBigUInt64BE(4)) : header.readUInt32BE(4);
  return timescale === 0 ? 0 : (duration / timescale) * MILLISECONDS;
}

/** Of a sample, unless a fragment says otherwise (section 8.8.3). */
function findUsualDuration(movie: Buffer, trackId: number): number {
  const extension = findAtom(movie, ['mvex']);
  const rows = extension === null ? [] : listAtoms(extension).filter(({ kind }) => kind === 'trex');
  const row = rows.find(({ body }) => body.length >= 16 && body.readUInt32BE(4) === trackId);
  return row?.body.readUInt32BE(12) ?? 0;
}

function sumFragment(fragment: Buffer, trackId: number, usualDuration: number): number {
  let units = 0;
  for (const { kind, body } of listAtoms(fragment)) {
    const header = kind === 'traf' ? findAtom(body, ['tfhd']) : null;
    if (header === null || header.length < 8 || header.readUInt32BE(4) !== trackId) continue;
    const duration = readDefaultDuration(header) ?? usualDuration;
    for (const run of listAtoms(body)) if (run.kind === 'trun') units += sumRun(run.body, duration);
  }
  return units;
}

function readDefaultDuration(header: Buffer): number | undefined {
  const flags = header.readUInt32BE(0);
  const at = TRACK_DEFAULTS.reduce((sum, [flag, bytes]) => sum + ((flags & flag) === 0 ? 0 : bytes), 8);
  return (flags & HAS_DEFAULT_DURATION) !== 0 && at + 4 <= header.length ? header.readUInt32BE(at) : undefined;
}

function sumRun(run: Buffer, duration: number): number {
  if (run.length < 8) return 0;
  const [flags, count] = [run.readUInt32BE(0), run.readUInt32BE(4)];
  if ((flags & HAS_DURATIONS) === 0) return count * duration;
  const step = 4 * SAMPLE_FIELDS.filter((flag) => (flags & flag) !== 0).length;
  let [units, at] = [0, 8 + 4 * RUN_FIELDS.filter((flag) => (flags & flag) !== 0).length];
  for (let sample = 0; sample < count && at + 4 <= run.length; sample++, at += step) units += run.readUInt32BE(at);
  return units;
}
