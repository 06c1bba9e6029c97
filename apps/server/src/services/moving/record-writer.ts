import {
  isOneOf,
  type LogKind,
  logKinds,
  type RecordKind,
  type Records,
  type SumKind,
  sumKinds,
} from '#models/record.ts';
import type { Repositories } from '#repositories/repositories.ts';

/** Takes records in any order of kinds that `recordKinds` allows. Saving one again changes nothing. */
export interface RecordWriter {
  saveRecords<Kind extends RecordKind>(kind: Kind, records: readonly Records[Kind][]): Promise<void>;
  /**
   * Before the first records of a kind. Sums that came about while plays and requests were written give way to those of the
   * source, and so does what a target that nobody has used wrote down by itself.
   */
  beginKind(kind: RecordKind): Promise<void>;
}

type Savers = { [Kind in RecordKind]: (records: readonly Records[Kind][]) => Promise<void> };

/** Calls under way at once, where records are written one by one: servers answer many, and wait for the disk together. */
const CONCURRENCY = 16;

/** Writes through the repositories, so that every store takes in records in its own way, indexes and all. */
export class StoreRecordWriter implements RecordWriter {
  readonly #savers: Savers;
  readonly #sums: Repositories['sums'];

  constructor(repositories: Repositories) {
    this.#savers = {
      ...createPeopleSavers(repositories),
      ...createCatalogueSavers(repositories),
      ...createLogSavers(repositories),
    };
    this.#sums = repositories.sums;
  }

  async beginKind(kind: RecordKind): Promise<void> {
    if (isOneOf<LoggedKind>([...logKinds, ...sumKinds], kind)) await this.#sums.deleteAll(kind);
  }

  async saveRecords<Kind extends RecordKind>(kind: Kind, records: readonly Records[Kind][]): Promise<void> {
    if (records.length > 0) await this.#savers[kind](records);
  }
}

type PeopleKind = 'users' | 'settings' | 'annotations' | 'queues' | 'plays' | 'uploads';

function createPeopleSavers({ users, annotations, queues, plays, uploads }: Repositories): Pick<Savers, PeopleKind> {
  return {
    users: (records) =>
      eachOf(records, async (user) => {
        if (await users.findUser(user.id)) await users.updateUser(user);
        else await users.createUser(user);
      }),
    settings: (records) => eachOf(records, ({ userId, settings }) => users.saveSettings(userId, settings)),
    annotations: (records) =>
      eachOf(records, async ({ userId, kind, itemId, starredAtMs, rating, playCount, lastPlayedAtMs }) => {
        await annotations.updateStar(userId, kind, itemId, starredAtMs);
        if (rating > 0) await annotations.updateRating(userId, kind, itemId, rating);
        if (lastPlayedAtMs !== null) await annotations.updatePlays(userId, kind, itemId, playCount, lastPlayedAtMs);
      }),
    queues: (records) => eachOf(records, (queue) => queues.saveQueue(queue)),
    uploads: (records) => eachOf(records, (upload) => uploads.saveUpload(upload)),
    plays: (records) =>
      eachOf(records, async ({ play, isSettled }) => {
        await plays.createPlay(play);
        if (isSettled) await plays.updateSettled(play.userId, play.id);
      }),
  };
}

type LoggedKind = LogKind | SumKind;

const createLogSavers = ({ eventLog, requestLog, sums }: Repositories): Pick<Savers, LoggedKind> => ({
  events: (records) => eventLog.createEvents(records),
  requests: (records) => requestLog.createRequests(records),
  listeningDays: (records) => sums.saveListeningDays(records),
  listeningMonths: (records) => sums.saveListeningMonths(records),
  requestHours: (records) => sums.saveRequestHours(records),
});

function createCatalogueSavers(repositories: Repositories): Omit<Savers, PeopleKind | LoggedKind> {
  const { libraries, folders, covers, artists, genres, tracks, scans, trackAnalyses } = repositories;
  return {
    libraries: (records) => eachOf(records, (library) => libraries.saveLibrary(library)),
    folders: (records) => folders.ensureFolders(records),
    covers: async (records) => {
      await covers.ensureCovers(records);
      await eachOf(records, (cover) => covers.updateCover(cover));
    },
    artists: (records) => artists.ensureArtists(records),
    genres: (records) => genres.ensureGenres(records),
    tracks: (records) => tracks.saveTracks(records),
    analyses: (records) => eachOf(records, (record) => trackAnalyses.saveAnalysis(record)),
    failures: (records) => scans.saveFailures(records),
    // One by one: a store lists them in the order in which they came.
    scans: async (records) => {
      for (const scan of records) await scans.saveScan(scan);
    },
  };
}

async function eachOf<T>(records: readonly T[], work: (record: T) => Promise<unknown>): Promise<void> {
  const waiting = [...records].values();
  const workers = Array.from({ length: Math.min(CONCURRENCY, records.length) }, async () => {
    for (const record of waiting) await work(record);
  });
  await Promise.all(workers);
}
