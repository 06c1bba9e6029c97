import type { ActivityEvent, RequestEntry } from './activity.ts';
import type { Annotation } from './annotation.ts';
import type { ArtistNaming } from './artist-naming.ts';
import type { Genre } from './artist.ts';
import type { Cover } from './cover.ts';
import type { UserId } from './ids.ts';
import type { Folder, Library } from './library.ts';
import type { ListeningDaySum, ListeningMonthSum, RequestHourSum } from './listening.ts';
import type { Lyrics } from './lyrics.ts';
import type { Play } from './play.ts';
import type { Queue } from './queue.ts';
import type { Scan, ScanFailure } from './scan.ts';
import type { Track } from './track.ts';
import type { AnalysisRecord } from './track-analysis.ts';
import type { Upload } from './upload.ts';
import type { User, UserSettings } from './user.ts';

/**
 * What a store holds, as it leaves one store for another or for a backup: what people made, what scans read and what
 * happened. Sums of these (albums, counts, the search index) are not among them, since every store works them out in the same
 * way; but those of plays and requests are, since they outlive what they sum up.
 */
export interface Records {
  users: User;
  settings: { userId: UserId; settings: UserSettings };
  libraries: Library;
  folders: Omit<Folder, 'trackCount'>;
  covers: Cover;
  artists: ArtistNaming;
  genres: Pick<Genre, 'id' | 'name' | 'nameKey'>;
  tracks: { track: Track; lyrics: Lyrics | null };
  analyses: AnalysisRecord;
  failures: ScanFailure;
  scans: Scan;
  uploads: Upload;
  annotations: Annotation;
  queues: Queue;
  plays: { play: Play; isSettled: boolean };
  events: ActivityEvent;
  requests: RequestEntry;
  listeningDays: ListeningDaySum;
  listeningMonths: ListeningMonthSum;
  requestHours: RequestHourSum;
}

export type RecordKind = keyof Records;

/** Whoever is referred to comes before whoever refers, and sums behind what they sum up: the order to write in. */
export const recordKinds = [
  'users',
  'settings',
  'libraries',
  'folders',
  'covers',
  'artists',
  'genres',
  'tracks',
  'analyses',
  'failures',
  'scans',
  'uploads',
  'annotations',
  'queues',
  'plays',
  'events',
  'requests',
  'listeningDays',
  'listeningMonths',
  'requestHours',
] as const satisfies readonly RecordKind[];

type Unlisted = Exclude<RecordKind, (typeof recordKinds)[number]>;
/** Does not compile while a kind is missing above. */
export const isComplete: Unlisted extends never ? true : never = true;

export const sumKinds = ['listeningDays', 'listeningMonths', 'requestHours'] as const satisfies readonly RecordKind[];
export type SumKind = (typeof sumKinds)[number];

/** What a server writes down by itself, also while nobody uses it yet. */
export const logKinds = ['events', 'requests', 'requestHours'] as const satisfies readonly RecordKind[];
export type LogKind = (typeof logKinds)[number];

/** What happened, and its sums: kept with the statistics. */
export type HistoryKind = 'plays' | LogKind | SumKind;

export const isOneOf = <Kind extends RecordKind>(kinds: readonly Kind[], kind: RecordKind): kind is Kind =>
  (kinds as readonly RecordKind[]).includes(kind);

const readFirst = ['requests', 'events', 'plays', ...sumKinds] as const satisfies readonly RecordKind[];

/**
 * The order to read in beside a server at work: what refers before what it refers to, and what is summed up before its sums,
 * so that these hold at least that.
 */
export const readingOrder: readonly RecordKind[] = [
  ...readFirst,
  ...recordKinds.filter((kind) => !isOneOf(readFirst, kind)).toReversed(),
];

/** For people: `listening days`. */
export const toKindWords = (kind: RecordKind): string => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
