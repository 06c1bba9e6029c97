import { createStoredSourceRow } from './stored-source-row.ts';

/** A file that the person chose from this device; it is there as long as the page is. */
export const localFileSource = createStoredSourceRow('local-file', ({ localFiles }) => localFiles);
