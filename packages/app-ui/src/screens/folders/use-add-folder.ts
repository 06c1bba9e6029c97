import { useCreateLibraryMutation } from '@jetstream/app-core/hooks';
import type { Library } from '@jetstream/api-contract';
import { useState } from 'react';
import { useFolderFault } from '../problems/folder-fault.ts';

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
  const folderFault = useFolderFault();
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
  return { path, setPath: choose, isBusy: isLoading, error: error && folderFault(error), add };
}
