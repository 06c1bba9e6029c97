import type { Response } from 'express';
import type { UploadId } from '#models/ids.ts';
import { toPublicUpload, toPublicUsage, toPublicUserUsage } from '#presenters/upload-presenter.ts';
import type { UploadService } from '#services/uploads/upload-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import type { ReceiverAnswer, UploadReceiver } from './upload-receiver.ts';

type UploadEndpoint =
  | 'createUpload'
  | 'sendUpload'
  | 'listUploads'
  | 'getUpload'
  | 'deleteUpload'
  | 'getUploadUsage'
  | 'listUploadUsage';

export function createUploadController(parts: {
  uploadService: UploadService;
  uploadReceiver: UploadReceiver;
}): EndpointHandlers<UploadEndpoint> {
  const { uploadService, uploadReceiver } = parts;
  return {
    async createUpload({ caller, http: { request, response } }) {
      writeHead(await uploadReceiver.receive(caller, request), response);
      return undefined;
    },
    async sendUpload({ caller, http: { request, response } }) {
      writeHead(await uploadReceiver.receive(caller, request), response);
      return undefined;
    },
    listUploads: async ({ caller, query }) => {
      const page = await uploadService.listUploads(caller, query);
      return { ...page, items: page.items.map(toPublicUpload) };
    },
    async getUpload({ caller, params, http: { request, response } }) {
      const isTus = request.method === 'HEAD' && request.get('tus-resumable') !== undefined;
      if (isTus) writeHead(await uploadReceiver.receive(caller, request), response);
      return toPublicUpload(await uploadService.getUpload(caller, params.uploadId as UploadId));
    },
    async deleteUpload({ caller, params, http: { response } }) {
      await uploadService.deleteUpload(caller, params.uploadId as UploadId);
      response.setHeader('tus-resumable', '1.0.0');
      return undefined;
    },
    getUploadUsage: async ({ caller }) => toPublicUsage(await uploadService.getUsage(caller)),
    listUploadUsage: async () => ({ items: (await uploadService.listUsage()).map(toPublicUserUsage) }),
  };
}

/** CORS is answered for all endpoints in one place, and lengths by whoever writes the body. */
const OWN_HEADERS = /^(?:access-control-|content-length$|content-type$)/;

function writeHead({ status, headers }: ReceiverAnswer, response: Response): void {
  response.status(status);
  for (const [name, value] of headers) if (!OWN_HEADERS.test(name)) response.setHeader(name, value);
}
