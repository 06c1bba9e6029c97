import type { WindowedRows } from '@jetstream/app-core/hooks';
import type { ReactNode } from 'react';
import { SkeletonCards, SkeletonRows } from '#components/Skeleton.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';

export interface WindowedStateProps {
  rows: WindowedRows<unknown>;
  layout: 'grid' | 'list';
  isRound?: boolean;
  empty: ReactNode;
  children: ReactNode;
}

/** The list, or what stands in its place: its outline while it loads, why it failed, what to do when it is empty. */
export function WindowedState({ rows, layout, isRound = false, empty, children }: WindowedStateProps) {
  if (rows.total > 0) return children;
  if (rows.error) return <ProblemState failure={rows.error} onRetry={rows.retry} />;
  if (!rows.isLoading) return empty;
  return layout === 'grid' ? <SkeletonCards count={18} isRound={isRound} /> : <SkeletonRows count={12} hasCover />;
}
