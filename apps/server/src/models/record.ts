import type { Annotation } from './annotation.ts';
import type { ArtistNaming } from './artist-naming.ts';
import type { Genre } from './artist.ts';
import type { Cover } from './cover.ts';
import type { UserId } from './ids.ts';
import type { Folder, Library } from './library.ts';
import type { Lyrics } from './lyrics.ts';
import type { Play } from './play.ts';
import type { Queue } from './queue.ts';
import type { Scan, ScanFailure } from './scan.ts';
import type { Track } from './track.ts';
import type { AnalysisRecord } from './track-analysis.ts';
import type { Upload } from './upload.ts';
import type { User, UserSettings } from './user.ts';

/**
 * What a store holds, as it leaves one store for another or for a backup: what people made and what scans read. Sums of
 * these (albums, counts, the search index) are not among them, since every store works them out in the same way.
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
}

export type RecordKind = keyof Records;

/** Whoever is referred to comes before whoever refers: the order to write in. Reading goes the other way. */
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
] as const satisfies readonly RecordKind[];

type Unlisted = Exclude<RecordKind, (typeof recordKinds)[number]>;
/** Does not compile while a kind is missing above. */
export const isComplete: Unlisted extends never ? true : never = true;
