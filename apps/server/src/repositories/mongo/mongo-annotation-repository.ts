import type { Collection, Db, Filter } from 'mongodb';
import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { AnnotationRepository, PersonalList } from '../annotation-repository.ts';
import { type AnnotationDocument, toAnnotation, toAnnotationId, unsaid } from './annotation-document.ts';
import { AnnotationMover } from './annotation-mover.ts';
import { retryDuplicate } from './duplicate-key.ts';
import { readPage } from './sorted-list.ts';

/** Each list is a walk along its own index; no time and no count is below zero, so that these ranges leave out what was never set. */
const personalLists = {
  starred: { filter: { starredAtMs: { $gte: 0 } }, columns: ['starredAtMs', 'itemId'] },
  rated: { filter: { rating: { $gt: 0 } }, columns: ['rating', 'itemId'] },
  'most-played': { filter: { playCount: { $gt: 0 } }, columns: ['playCount', 'lastPlayedAtMs', 'itemId'] },
  'recently-played': {
    filter: { lastPlayedAtMs: { $gte: 0 }, playCount: { $gt: 0 } },
    columns: ['lastPlayedAtMs', 'itemId'],
  },
} as const satisfies Record<PersonalList, { filter: Filter<AnnotationDocument>; columns: string[] }>;

const LOVED_RATINGS = [4, 5];

export class MongoAnnotationRepository implements AnnotationRepository {
  readonly #annotations: Collection<AnnotationDocument>;
  readonly #mover: AnnotationMover;

  constructor(db: Db) {
    this.#annotations = db.collection('annotations');
    this.#mover = new AnnotationMover(this.#annotations);
  }

  async findAnnotation(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Promise<Annotation | undefined> {
    const found = await this.#annotations.findOne({ _id: toAnnotationId(userId, kind, itemId), userId });
    return found ? toAnnotation(found) : undefined;
  }

  async listAnnotations(userId: UserId, kind: AnnotatedKind, itemIds: readonly AnnotatedId[]): Promise<Annotation[]> {
    const ids = itemIds.map((itemId) => toAnnotationId(userId, kind, itemId));
    const found = await this.#annotations.find({ _id: { $in: ids }, userId }).toArray();
    const byId = new Map(found.map((document) => [document._id, document]));
    return ids.flatMap((id) => byId.get(id) ?? []).map(toAnnotation);
  }

  listPersonal(userId: UserId, kind: AnnotatedKind, list: PersonalList, page: PageRequest): Promise<Page<Annotation>> {
    const { filter, columns } = personalLists[list];
    const always = { userId, kind };
    return readPage(
      {
        collection: this.#annotations,
        list: { keyset: { name: `${kind}-${list}`, order: 'desc', columns }, always, filters: filter },
        toItem: toAnnotation,
        count: () => this.#annotations.countDocuments({ ...always, ...filter }),
      },
      page,
    );
  }

  /** Three walks along indexes, since no index is ordered by "played last, or else starred". */
  async listForgotten(
    userId: UserId,
    kind: AnnotatedKind,
    notPlayedSinceMs: number,
    limit: number,
  ): Promise<Annotation[]> {
    const isLoved = { $or: [{ starredAtMs: { $gte: 0 } }, { rating: { $in: LOVED_RATINGS } }] };
    const never = { userId, kind, lastPlayedAtMs: null };
    const walk = (filter: Filter<AnnotationDocument>, sort: Record<string, 1>) =>
      this.#annotations.find(filter, { sort, limit }).toArray();
    const [played, starred, rated] = await Promise.all([
      walk(
        { userId, kind, lastPlayedAtMs: { $gte: 0, $lt: notPlayedSinceMs }, ...isLoved },
        { lastPlayedAtMs: 1, itemId: 1 },
      ),
      // Never played counts from the day of the star: what was starred this morning is not forgotten.
      walk({ ...never, starredAtMs: { $gte: 0, $lt: notPlayedSinceMs } }, { starredAtMs: 1, itemId: 1 }),
      notPlayedSinceMs > 0 ? walk({ ...never, starredAtMs: null, rating: { $in: LOVED_RATINGS } }, { itemId: 1 }) : [],
    ]);
    return [...played, ...starred, ...rated].map(toAnnotation).sort(compareForgotten).slice(0, limit);
  }

  updateStar(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
    starredAtMs: number | null,
  ): Promise<Annotation> {
    return this.#update({ userId, kind, itemId }, { starredAtMs });
  }

  updateRating(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId, rating: number): Promise<Annotation> {
    return this.#update({ userId, kind, itemId }, { rating });
  }

  // oxlint-disable-next-line max-params -- the interface names each value
  async updatePlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
    playCount: number,
    lastPlayedAtMs: number,
  ): Promise<void> {
    await this.#update({ userId, kind, itemId }, { playCount, lastPlayedAtMs });
  }

  async moveAnnotations(kind: AnnotatedKind, fromId: AnnotatedId, toId: AnnotatedId): Promise<void> {
    if (fromId !== toId) await this.#mover.move(kind, fromId, toId);
  }

  async deleteUserAnnotations(userId: UserId): Promise<void> {
    await this.#annotations.deleteMany({ userId });
  }

  /** Sets these values alone: star, rating and plays come from different requests. */
  async #update(
    item: Pick<Annotation, 'userId' | 'kind' | 'itemId'>,
    values: Partial<typeof unsaid>,
  ): Promise<Annotation> {
    const rest = Object.fromEntries(Object.entries(unsaid).filter(([name]) => !(name in values)));
    const updated = await retryDuplicate(() =>
      this.#annotations.findOneAndUpdate(
        { _id: toAnnotationId(item.userId, item.kind, item.itemId), ...item },
        { $set: values, $setOnInsert: rest },
        { upsert: true, returnDocument: 'after' },
      ),
    );
    if (!updated) throw new Error('A saved annotation is not there');
    return toAnnotation(updated);
  }
}

const lastHeardOf = ({ lastPlayedAtMs, starredAtMs }: Annotation) => lastPlayedAtMs ?? starredAtMs ?? 0;

const compareForgotten = (a: Annotation, b: Annotation): number =>
  lastHeardOf(a) - lastHeardOf(b) || (a.itemId < b.itemId ? -1 : 1);
