import type { ErrorCode } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { useText } from '#locale/use-text.ts';
import { fieldFaults } from './field-faults.ts';
import { problemText, toProblem, type QueryFailure } from './problem-text.ts';

/** What codes mean of a folder of the server, where that is something else than of music. */
const keys: Partial<Record<ErrorCode, TextKey>> = {
  'not-found': 'problems.folderMissing',
  conflict: 'problems.folderTaken',
  unsupported: 'problems.folderUnreadable',
};

/** One sentence on a folder that was looked into or chosen. */
export function folderFault(failure: QueryFailure, text: TextFunction): string {
  const problem = toProblem(failure);
  const key = problem.isOffline ? undefined : keys[problem.code];
  return fieldFaults(problem, text)['path'] ?? (key ? text(key) : problemText(problem, text));
}

export function useFolderFault(): (failure: QueryFailure) => string {
  const text = useText();
  return (failure) => folderFault(failure, text);
}
