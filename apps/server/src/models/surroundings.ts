import type { AnnotatedKind, Annotation } from './annotation.ts';
import type { Cover } from './cover.ts';
import type { CoverId } from './ids.ts';

/** What other owners keep about catalogue items: their covers, and what the asking user did with them. */
export interface Surroundings {
  covers: ReadonlyMap<CoverId, Cover>;
  annotations: Readonly<Record<AnnotatedKind, ReadonlyMap<string, Annotation>>>;
}

/** Items together with their surroundings, ready to be presented. */
export interface Surrounded<T> {
  value: T;
  surroundings: Surroundings;
}
