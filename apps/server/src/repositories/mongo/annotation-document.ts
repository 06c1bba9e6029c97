import type { ObjectId } from 'mongodb';
import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';

/** `_id` names user, kind and item: one document for each, and always on the shard of its user. */
export interface AnnotationDocument extends Annotation {
  _id: string;
  /** While it moves: names the move, and in the target those of the moves taken in that are not over yet. */
  moveId?: ObjectId;
  takenIn?: ObjectId[];
}

export const unsaid: Pick<Annotation, 'starredAtMs' | 'rating' | 'playCount' | 'lastPlayedAtMs'> = Object.freeze({
  starredAtMs: null,
  rating: 0,
  playCount: 0,
  lastPlayedAtMs: null,
});

export const toAnnotationId = (userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): string =>
  `${userId}/${kind}/${itemId}`;

/** FerretDB does not keep the nulls of a `$setOnInsert`. */
export const toAnnotation = (document: AnnotationDocument): Annotation => ({
  userId: document.userId,
  kind: document.kind,
  itemId: document.itemId,
  starredAtMs: document.starredAtMs ?? null,
  rating: document.rating,
  playCount: document.playCount,
  lastPlayedAtMs: document.lastPlayedAtMs ?? null,
});
