import { ErrorState } from '#components/ErrorState.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useText } from '#locale/use-text.ts';
import { toProblem, useProblemText, type QueryFailure } from './problem-text.ts';

export interface ProblemStateProps {
  failure: QueryFailure;
  onRetry: () => void;
  isRetrying?: boolean;
  isCompact?: boolean;
}

/** In place of what could not be loaded: what happened, what to do, and a way to try again where that can help. */
export function ProblemState({ failure, onRetry, isRetrying, isCompact }: ProblemStateProps) {
  const text = useText();
  const problemText = useProblemText();
  const problem = toProblem(failure);
  const title: TextKey = problem.isOffline
    ? 'problems.offlineTitle'
    : problem.code === 'not-found'
      ? 'problems.notFoundTitle'
      : 'problems.loadFailed';
  return (
    <ErrorState
      hint={problemText(problem)}
      isCompact={isCompact}
      isRetrying={isRetrying}
      onRetry={problem.code === 'not-found' ? undefined : onRetry}
      requestId={problem.code === 'internal' ? (problem.requestId ?? undefined) : undefined}
      title={text(title)}
    />
  );
}
