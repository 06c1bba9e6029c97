import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';

export type PersonalList = 'starred' | 'rated' | 'most-played' | 'recently-played';

/** Owner of stars, ratings and the per-item sum of plays, one document for each user and item. */
export interface AnnotationRepository {
  findAnnotation(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Promise<Annotation | undefined>;
  listAnnotations(userId: UserId, kind: AnnotatedKind, itemIds: readonly AnnotatedId[]): Promise<Annotation[]>;
  /** Starred newest first, rated best first, played most or latest first. */
  listPersonal(userId: UserId, kind: AnnotatedKind, list: PersonalList, page: PageRequest): Promise<Page<Annotation>>;
  /** Starred or rated 4 and better, but not played since; longest ago first. */
  listForgotten(userId: UserId, kind: AnnotatedKind, notPlayedSinceMs: number, limit: number): Promise<Annotation[]>;
  updateStar(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId, starredAtMs: number | null): Promise<Annotation>;
  updateRating(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId, rating: number): Promise<Annotation>;
  /** Absolute values, so that writing them again after a crash is harmless. */
  updatePlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
    playCount: number,
    lastPlayedAtMs: number,
  ): Promise<void>;
  /** What was said about an album goes along when all of its tracks got another album by new tags. */
  moveAnnotations(kind: AnnotatedKind, fromId: AnnotatedId, toId: AnnotatedId): Promise<void>;
  deleteUserAnnotations(userId: UserId): Promise<void>;
}
