import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { id, pageOf, pageQuery } from '../schemas/primitives.ts';
import { upload, uploadUsage, userUploadUsage } from '../schemas/upload.ts';

const params = z.object({ uploadId: id });

/**
 * Files are sent by the tus protocol 1.0.0 (tus.io): creation, creation-with-upload, expiration, termination. Its metadata
 * are `filename`, `relativePath` (of a file in a folder) and `sha256` (in hex), which the server compares in the end.
 */
export const uploadEndpoints = {
  createUpload: defineEndpoint('createUpload', {
    summary:
      'Announce a file by tus (Upload-Length, Upload-Metadata), for administrators and artists; answers Location',
    tag: 'uploads',
    access: 'listener',
    output: 'empty',
    status: 201,
    errors: ['validation', 'forbidden', 'too-large', 'quota-exceeded'],
  }),
  sendUpload: defineEndpoint('sendUpload', {
    summary: 'Send the next bytes by tus, from Upload-Offset on',
    tag: 'uploads',
    access: 'listener',
    params,
    output: 'empty',
    status: 204,
    errors: ['not-found', 'conflict', 'too-large'],
  }),
  listUploads: defineEndpoint('listUploads', {
    summary: 'Uploads of the caller, newest first',
    tag: 'uploads',
    access: 'listener',
    query: pageQuery,
    output: pageOf(upload),
  }),
  getUpload: defineEndpoint('getUpload', {
    summary: 'One upload with its state; HEAD answers by tus where to go on (Upload-Offset)',
    tag: 'uploads',
    access: 'listener',
    params,
    output: upload,
    errors: ['not-found'],
  }),
  deleteUpload: defineEndpoint('deleteUpload', {
    summary: 'Give up an upload, or remove the file that it became from the library',
    tag: 'uploads',
    access: 'listener',
    params,
    output: 'empty',
    status: 204,
    errors: ['not-found', 'conflict'],
  }),
  getUploadUsage: defineEndpoint('getUploadUsage', {
    summary: 'Room that the caller’s uploads take, and may take',
    tag: 'uploads',
    access: 'listener',
    output: uploadUsage,
  }),
  listUploadUsage: defineEndpoint('listUploadUsage', {
    summary: 'Room that each user’s uploads take, most first',
    tag: 'uploads',
    access: 'administrator',
    output: z.object({ items: z.array(userUploadUsage) }),
  }),
};
