import type { MediaFiles } from '#gateways/media-files.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';
import type { IdSource } from '../id-source.ts';

/** What goes wrong beside the scan's own course, for the log. */
export interface ScanLogger {
  warn(details: Record<string, unknown>, message: string): void;
  error(details: Record<string, unknown>, message: string): void;
}

/** Said in the log of each file that failed, with the words of whoever read it: people are told what they can do about it. */
export const NOT_TAKEN_IN = 'A file was not taken in, or not as a whole';

/** Owners that a scan reads or writes. */
export type ScanRepositories = Pick<
  Repositories,
  | 'libraries'
  | 'folders'
  | 'tracks'
  | 'albums'
  | 'artists'
  | 'genres'
  | 'covers'
  | 'annotations'
  | 'plays'
  | 'scans'
  | 'searchIndex'
>;

/** What summing up needs. */
export interface SummingTools {
  repositories: ScanRepositories;
  events: EventBus;
  clock: Clock;
  /** The store's version of the catalogue, to announce what has changed. */
  getCatalogueVersion(): Promise<string>;
}

export interface ScanTools extends SummingTools {
  mediaFiles: MediaFiles;
  idSource: IdSource;
  logger?: ScanLogger;
}
