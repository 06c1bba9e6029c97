import type { ErrorInfo } from '@jetstream/app-core';
import { useCreateLibraryMutation } from '@jetstream/app-core/hooks';
import type { Library } from '@jetstream/api-contract';
import { useState } from 'react';
import { useText } from '#locale/use-text.ts';
import { useFieldFaults } from '../problems/field-faults.ts';
import { toProblem, useProblemText } from '../problems/problem-text.ts';

export interface AddFolder {
  path: string;
  setPath: (path: string) => void;
  isBusy: boolean;
  /** What is wrong with the chosen folder. */
  error: string | undefined;
  add: () => void;
}

/** A folder on its way to becoming a library; scanning starts by itself once it is one. */
export function useAddFolder(onAdded: (library: Library) => void): AddFolder {
  const text = useText();
  const problemText = useProblemText();
  const [path, setPath] = useState('');
  const [createLibrary, { error, isLoading, reset }] = useCreateLibraryMutation();
  const choose = (next: string) => {
    if (error) reset();
    setPath(next);
  };
  const add = () => {
    const chosen = path.trim();
    if (chosen === '' || isLoading) return;
    void createLibrary({ body: { path: chosen } }).then(({ data }) => {
      if (!data) return;
      setPath('');
      onAdded(data);
    });
  };
  const fault = useFieldFaults(error ? toProblem(error) : null)['path'];
  const words = (failure: ErrorInfo): string => {
    if (failure.code === 'conflict') return text('problems.folderTaken');
    return failure.code === 'unsupported' ? text('problems.folderUnreadable') : problemText(failure);
  };
  const said = error && (fault ?? words(toProblem(error)));
  return { path, setPath: choose, isBusy: isLoading, error: said, add };
}
