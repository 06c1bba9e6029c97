import { createStoredSourceRow } from './stored-source-row.ts';

/** A file of the server that is kept on this device, to be played without a network. */
export const downloadedFileSource = createStoredSourceRow('downloaded-file', ({ downloads }) => downloads);
