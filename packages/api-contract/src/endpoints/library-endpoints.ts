import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import {
  demoAlbumState,
  library,
  libraryCreate,
  scan,
  scanFailure,
  scanStart,
  serverFolder,
} from '../schemas/library.ts';
import { id, pageOf, pageQuery } from '../schemas/primitives.ts';

const scanParams = z.object({ scanId: id });

export const libraryEndpoints = {
  listLibraries: defineEndpoint('listLibraries', {
    summary: 'Music folders',
    tag: 'libraries',
    access: 'administrator',
    output: z.object({ items: z.array(library) }),
    isConditional: true,
  }),
  createLibrary: defineEndpoint('createLibrary', {
    summary: 'Add a music folder of the server and start scanning it',
    tag: 'libraries',
    access: 'administrator',
    body: libraryCreate,
    output: library,
    status: 201,
    errors: ['conflict', 'unsupported'],
  }),
  deleteLibrary: defineEndpoint('deleteLibrary', {
    summary:
      'Remove a music folder from JetStream; its files stay, its tracks become missing and keep plays and ratings',
    tag: 'libraries',
    access: 'administrator',
    params: z.object({ libraryId: id }),
    output: 'empty',
    status: 204,
    errors: ['not-found', 'not-editable'],
  }),
  browseServerFolders: defineEndpoint('browseServerFolders', {
    summary: 'Folders on the server, for choosing a music folder',
    tag: 'libraries',
    access: 'administrator',
    query: z.object({ path: z.string().max(4096).optional() }),
    output: serverFolder,
    errors: ['not-found', 'unsupported'],
  }),
  getDemoAlbum: defineEndpoint('getDemoAlbum', {
    summary: 'Whether the demo album exists or is being composed',
    tag: 'libraries',
    access: 'administrator',
    output: demoAlbumState,
  }),
  createDemoAlbum: defineEndpoint('createDemoAlbum', {
    summary: 'Compose the demo album on this machine and scan it',
    tag: 'libraries',
    access: 'administrator',
    output: demoAlbumState,
    status: 202,
  }),
  startScan: defineEndpoint('startScan', {
    summary: 'Scan one library or all; `isFull` reads unchanged files again',
    tag: 'libraries',
    access: 'administrator',
    body: scanStart,
    output: scan,
    status: 202,
    errors: ['not-found'],
  }),
  listScans: defineEndpoint('listScans', {
    summary: 'Scans, newest first',
    tag: 'libraries',
    access: 'administrator',
    query: pageQuery,
    output: pageOf(scan),
  }),
  getScan: defineEndpoint('getScan', {
    summary: 'One scan with its progress',
    tag: 'libraries',
    access: 'administrator',
    params: scanParams,
    output: scan,
    errors: ['not-found'],
  }),
  cancelScan: defineEndpoint('cancelScan', {
    summary: 'Stop a scan; what it has read stays',
    tag: 'libraries',
    access: 'administrator',
    params: scanParams,
    output: scan,
    errors: ['not-found', 'conflict'],
  }),
  listScanFailures: defineEndpoint('listScanFailures', {
    summary: 'Files that could not be read, each with its reason',
    tag: 'libraries',
    access: 'administrator',
    query: pageQuery.extend({ libraryId: id.optional() }),
    output: pageOf(scanFailure),
  }),
};
