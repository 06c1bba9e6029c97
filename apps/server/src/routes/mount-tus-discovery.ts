import type { IRouter } from 'express';

const PATHS = ['/api/v1/uploads', '/api/v1/uploads/:uploadId'];

/** tus, section "OPTIONS": what this server can do. Needs no token, as it tells nothing of anyone. */
export function mountTusDiscovery(router: IRouter, { maxFileBytes }: { maxFileBytes: number }): void {
  router.options(PATHS, (_request, response) => {
    response.setHeader('tus-resumable', '1.0.0');
    response.setHeader('tus-version', '1.0.0');
    response.setHeader('tus-extension', 'creation,creation-with-upload,expiration,termination');
    response.setHeader('tus-max-size', String(maxFileBytes));
    response.status(204).end();
  });
}
