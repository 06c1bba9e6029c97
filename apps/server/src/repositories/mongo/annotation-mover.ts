import { type Collection, ObjectId } from 'mongodb';
import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import { DomainError } from '#models/errors.ts';
import { type AnnotationDocument, toAnnotation, toAnnotationId, unsaid } from './annotation-document.ts';
import { retryDuplicate } from './duplicate-key.ts';

/** A target is in other hands for milliseconds only. */
const MOST_TRIES = 20;

/**
 * Moves annotations from one item to another without a transaction: the source is given a move id, the target takes its
 * values in and the id with them in one write, the source goes, and then the id. Whatever a crash cuts off, moving again
 * goes on from there, and adds nothing twice.
 */
export class AnnotationMover {
  readonly #annotations: Collection<AnnotationDocument>;

  constructor(annotations: Collection<AnnotationDocument>) {
    this.#annotations = annotations;
  }

  async move(kind: AnnotatedKind, fromId: AnnotatedId, toId: AnnotatedId): Promise<void> {
    const sources = await this.#annotations.find({ kind, itemId: fromId }).toArray();
    for (const source of sources) await this.#moveOne(source, toId);
  }

  async #moveOne({ _id, userId }: AnnotationDocument, toId: AnnotatedId): Promise<void> {
    await this.#annotations.updateOne(
      { _id, userId, moveId: { $exists: false } },
      { $set: { moveId: new ObjectId() } },
    );
    const source = await this.#annotations.findOne({ _id, userId });
    if (!source?.moveId) return;
    await this.#takeIn(source, source.moveId, toId);
    await this.#annotations.deleteOne({ _id, userId, moveId: source.moveId });
    // A crash may leave the id: no source has it any more, nor ever will.
    await this.#annotations.updateOne(
      { _id: toAnnotationId(userId, source.kind, toId), userId },
      { $pull: { takenIn: source.moveId } },
    );
  }

  /** What was said about the target stands; plays of both add up. */
  async #takeIn(source: AnnotationDocument, moveId: ObjectId, toId: AnnotatedId): Promise<void> {
    const { userId, kind } = source;
    const _id = toAnnotationId(userId, kind, toId);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await retryDuplicate(() =>
        this.#annotations.updateOne({ _id, userId, kind, itemId: toId }, { $setOnInsert: unsaid }, { upsert: true }),
      );
      const target = await this.#annotations.findOne({ _id, userId });
      if (!target) continue;
      if (target.takenIn?.some((id) => id.equals(moveId))) return;
      const { starredAtMs, rating, playCount, lastPlayedAtMs } = toAnnotation(target);
      const { matchedCount } = await this.#annotations.updateOne(
        // As it was read, or someone else was first.
        { _id, userId, starredAtMs, rating, playCount, lastPlayedAtMs },
        { $set: join(toAnnotation(target), toAnnotation(source)), $push: { takenIn: moveId } },
      );
      if (matchedCount === 1) return;
    }
    throw new DomainError('unavailable', 'An annotation is being changed all the time. Try again.');
  }
}

const join = (target: Annotation, source: Annotation): typeof unsaid => ({
  starredAtMs: target.starredAtMs ?? source.starredAtMs,
  rating: target.rating > 0 ? target.rating : source.rating,
  playCount: target.playCount + source.playCount,
  lastPlayedAtMs: latest(target.lastPlayedAtMs, source.lastPlayedAtMs),
});

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
