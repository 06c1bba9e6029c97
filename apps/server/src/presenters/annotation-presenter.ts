import type { Annotation as PublicAnnotation } from '@jetstream/api-contract';
import type { AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { Surroundings } from '#models/surroundings.ts';
import { toOptionalTimestamp } from './timestamp.ts';

export function toAnnotation(annotation: Annotation | undefined): PublicAnnotation {
  return {
    starredAt: toOptionalTimestamp(annotation?.starredAtMs ?? null),
    rating: annotation?.rating ?? 0,
    playCount: annotation?.playCount ?? 0,
    lastPlayedAt: toOptionalTimestamp(annotation?.lastPlayedAtMs ?? null),
  };
}

export const toAnnotationOf = (kind: AnnotatedKind, id: string, { annotations }: Surroundings): PublicAnnotation =>
  toAnnotation(annotations[kind].get(id));
