import { toOpenApi } from '@jetstream/api-contract/openapi';
import type { IRouter, RequestHandler } from 'express';
import type { DocumentController } from '#controllers/document-controller.ts';
import { serveFiles } from '#middleware/serve-files.ts';

export interface DocumentRoutes {
  controller: DocumentController;
  version: string;
  /** The page that shows the API. */
  docsDirectory: string;
  /** Undefined when metrics are switched off: then there is no such path. */
  metricsGate: RequestHandler | undefined;
}

/** Mounts what describes the server to machines and their makers. */
export function mountDocuments(router: IRouter, routes: DocumentRoutes): void {
  let openApi: Buffer | undefined;
  router.get('/api/v1/openapi.json', (_request, response) => {
    openApi ??= Buffer.from(JSON.stringify(toOpenApi(routes.version)));
    response.setHeader('cache-control', 'no-cache');
    response.type('json').send(openApi);
  });
  // The page names its files relative to a folder.
  router.get('/api/docs', (request, response, next) => {
    if (request.path.endsWith('/')) next();
    else response.redirect(308, '/api/docs/');
  });
  router.use('/api/docs', serveFiles({ directory: routes.docsDirectory }));
  router.get('/.well-known/jwks.json', routes.controller.sendPublicKeys);
  if (routes.metricsGate) router.get('/metrics', routes.metricsGate, routes.controller.sendMetrics);
}
