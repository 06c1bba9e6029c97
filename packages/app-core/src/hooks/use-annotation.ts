import { useMemo } from 'react';
import type { AnnotatedKind, Annotation } from '@jetstream/api-contract';
import { mergeAnnotations, selectAnnotationOverlay } from '../state/library/library-slice.ts';
import { useAppSelector } from './AppProvider.tsx';

/** The star, rating and counts of an item as they are now, whatever its row said when it was fetched. */
export function useAnnotation(kind: AnnotatedKind, item: { id: string; annotation: Annotation }): Annotation {
  const overlay = useAppSelector((state) => selectAnnotationOverlay(state, kind, item.id));
  return useMemo(() => mergeAnnotations(item.annotation, overlay), [item.annotation, overlay]);
}
