import { createStoredSourceRow } from './stored-source-row.ts';

/** A file that the person chose from this device; it is there once it is open, until the page goes. */
export const localFileSource = createStoredSourceRow('local-file', ({ localFiles }) => localFiles);
