import type { Db, Document } from 'mongodb';
import type { HistoryKind, RecordKind, Records } from '#models/record.ts';
import { completeLyrics, type Lyrics } from '#models/lyrics.ts';
import type { RecordPage } from '../record-reader.ts';
import { type AnnotationDocument, toAnnotation } from './annotation-document.ts';
import type { LyricsDocument, TrackDocument } from './documents.ts';
import { type AnalysisDocument, toWaveform, type WaveformDocument } from './mongo-track-analysis-repository.ts';
import { toTrack } from './track-documents.ts';

/** What MongoDB holds of a server's records: not its history, which is with the statistics. */
export type DocumentKind = Exclude<RecordKind, HistoryKind>;

interface Source<Kind extends DocumentKind> {
  collection: string;
  /** What the order is by; unique, and never null. */
  key: string;
  toRecords(documents: Document[], database: Db): Records[Kind][] | Promise<Records[Kind][]>;
}

const each =
  <Kind extends DocumentKind>(toRecord: (document: Document) => Document) =>
  (documents: readonly Document[]) =>
    documents.map(toRecord) as Records[Kind][];

/** All of a document, but for what is only there for lists and look-ups. */
const without = (...keys: string[]) =>
  each(({ _id: id, ...rest }) => {
    const record: Document = { id, ...rest };
    for (const key of keys) delete record[key];
    return record;
  });

const pick = (...fields: string[]) =>
  each((document) =>
    Object.fromEntries([['id', document['_id']], ...fields.map((field) => [field, document[field] ?? null])]),
  );

const sources = {
  users: { collection: 'users', key: '_id', toRecords: without() },
  settings: {
    collection: 'settings',
    key: '_id',
    toRecords: each(({ _id, ...settings }) => ({ userId: _id, settings })),
  },
  libraries: { collection: 'libraries', key: '_id', toRecords: without() },
  folders: {
    collection: 'folders',
    key: '_id',
    toRecords: each(({ _id, libraryId, parentId, path, name, nameKey }) => {
      return { id: _id, libraryId, parentId: parentId === '' ? null : parentId, path, name, nameKey };
    }),
  },
  covers: { collection: 'covers', key: '_id', toRecords: without('isAnalysed', 'unusedSinceMs') },
  artists: { collection: 'artists', key: '_id', toRecords: pick('name', 'sortName', 'nameKey', 'musicBrainzArtistId') },
  genres: { collection: 'genres', key: '_id', toRecords: pick('name', 'nameKey') },
  tracks: { collection: 'tracks', key: '_id', toRecords: readWithLyrics },
  analyses: { collection: 'trackAnalyses', key: '_id', toRecords: readWithWaveforms },
  failures: { collection: 'scanFailures', key: '_id', toRecords: each(({ _id, ...failure }) => failure) },
  scans: { collection: 'scans', key: 'sequence', toRecords: without('sequence', 'isUnfinished') },
  uploads: { collection: 'uploads', key: '_id', toRecords: without() },
  annotations: {
    collection: 'annotations',
    key: '_id',
    toRecords: each((document) => toAnnotation(document as AnnotationDocument)),
  },
  queues: { collection: 'queues', key: '_id', toRecords: each(toQueueRecord) },
} as { [Kind in DocumentKind]: Source<Kind> };

function toQueueRecord({ _id, ...queue }: Document): Document {
  delete queue['version'];
  return { userId: _id, ...queue };
}

async function readWithLyrics(documents: readonly Document[], database: Db): Promise<Records['tracks'][]> {
  const tracks = documents.map((document) => toTrack(document as unknown as TrackDocument));
  const ids = tracks.flatMap(({ id, hasLyrics }) => (hasLyrics ? [id] : []));
  const found = await database
    .collection<LyricsDocument>('lyrics')
    .find({ _id: { $in: ids } })
    .toArray();
  const lyrics = new Map<string, Lyrics>(found.map(({ _id, ...words }) => [_id, completeLyrics(words)]));
  return tracks.map((track) => ({ track, lyrics: lyrics.get(track.id) ?? null }));
}

async function readWithWaveforms(documents: readonly Document[], database: Db): Promise<Records['analyses'][]> {
  const analyses = documents as AnalysisDocument[];
  const found = await database
    .collection<WaveformDocument>('waveforms')
    .find({ _id: { $in: analyses.map(({ _id }) => _id) } })
    .toArray();
  const waveforms = new Map(found.map((document) => [document._id, toWaveform(document)]));
  return analyses.map(({ _id, ...analysis }) => {
    return { analysis: { id: _id, ...analysis }, waveform: waveforms.get(_id) ?? null };
  });
}

/** Reads the document store from end to end, each page as it was committed by then: it has no snapshot of all collections. */
export class MongoRecordReader {
  readonly #database: Db;

  constructor(database: Db) {
    this.#database = database;
  }

  async listRecords<Kind extends DocumentKind>(
    kind: Kind,
    after: string | null,
    limit: number,
  ): Promise<RecordPage<Kind>> {
    const { collection, key, toRecords } = sources[kind];
    const filter = after === null ? {} : { [key]: { $gt: JSON.parse(after) as unknown } };
    const documents = await this.#database
      .collection(collection)
      .find(filter, { sort: { [key]: 1 }, limit })
      .toArray();
    const last = documents.length < limit ? undefined : documents.at(-1);
    return { next: last ? JSON.stringify(last[key]) : null, records: await toRecords(documents, this.#database) };
  }

  async countRecords(kind: DocumentKind): Promise<number> {
    return await this.#database.collection(sources[kind].collection).countDocuments();
  }
}
