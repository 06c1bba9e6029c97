import express, { Router, type Express } from 'express';
import { toPlayOrigins } from '#config/play-origins.ts';
import { createDocumentController } from '#controllers/document-controller.ts';
import { allowOrigins } from '#middleware/allow-origins.ts';
import { attachRequestContext } from '#middleware/attach-request-context.ts';
import { explainMissingBuild } from '#middleware/explain-missing-build.ts';
import { handleErrors } from '#middleware/handle-errors.ts';
import { observeRequests } from '#middleware/observe-requests.ts';
import { refusePath } from '#middleware/refuse-path.ts';
import { requireMetricsToken } from '#middleware/require-metrics-token.ts';
import { secureHeaders } from '#middleware/secure-headers.ts';
import { shareWithAnyOrigin } from '#middleware/share-with-any-origin.ts';
import { serveFiles } from '#middleware/serve-files.ts';
import { createEndpointHandlers } from '#routes/endpoint-handlers.ts';
import { mountDocuments } from '#routes/mount-documents.ts';
import { mountEndpoints } from '#routes/mount-endpoints.ts';
import { mountTusDiscovery } from '#routes/mount-tus-discovery.ts';
import type { Context } from './context.ts';

const docsDirectory = new URL('../docs-page', import.meta.url).pathname;

/** The whole server as a function of a request; it does not listen by itself. */
export function createApp(context: Context): Express {
  const { config, logger, metrics, idSource, services } = context;
  const app = express();
  configure(app, context);
  // First, since everything after it may want to name the request: the log, and every error.
  app.use(
    attachRequestContext({
      createId: () => idSource.createId(),
      isProxyTrusted: config.http.trustedProxies.length > 0,
    }),
  );
  // Before anything that can refuse, so that refusals are seen too.
  app.use(observeRequests(logger, metrics, services.activityRecorder));
  // Before every answer, errors and files included.
  app.use(
    secureHeaders({
      isHttps: config.http.publicUrl?.startsWith('https:') ?? false,
      isEmbeddable: config.http.allowedOrigins.length > 0,
      playOrigins: toPlayOrigins(config),
    }),
  );
  // Before authentication: a preflight carries no token.
  app.use(allowOrigins(config.http.allowedOrigins));
  app.use('/media', shareWithAnyOrigin());
  app.use(createRoutes(context));
  // The app answers every address of a page, so the API's unknown addresses have to be refused before it.
  app.use(['/api', '/media'], refusePath());
  app.use(serveFiles({ directory: config.http.webDirectory, immutable: /^assets\//, fallback: 'index.html' }));
  app.use(explainMissingBuild());
  app.use(refusePath());
  app.use(handleErrors(logger));
  return app;
}

function configure(app: Express, { config }: Context): void {
  app.disable('x-powered-by');
  // The binder and the file server make their own, over what they know.
  app.disable('etag');
  app.enable('case sensitive routing');
  // No nested objects from addresses: the contract knows none.
  app.set('query parser', 'simple');
  app.set('trust proxy', config.http.trustedProxies.length > 0 ? config.http.trustedProxies : false);
}

function createRoutes(context: Context): Router {
  const { config, services, metrics, events, stopping } = context;
  const router = Router({ caseSensitive: true });
  const allowedOrigins = [...config.http.allowedOrigins, ...(config.http.publicUrl ? [config.http.publicUrl] : [])];
  mountTusDiscovery(router, { maxFileBytes: config.uploads.maxFileBytes });
  mountEndpoints(router, createEndpointHandlers({ ...services, events, stopping, delivery: config.http }), {
    authenticator: services.authService,
    addressVerifier: services.addressSigner,
    allowance: services.requestAllowance,
    answerKeeper: services.answerKeeper,
    allowedOrigins,
    hasPublicCovers: config.http.hasPublicCovers,
  });
  const { metricsToken } = config.secrets;
  mountDocuments(router, {
    controller: createDocumentController({ tokenService: services.tokenService, metrics }),
    version: services.serverService.version,
    docsDirectory,
    metricsGate: metricsToken ? requireMetricsToken(metricsToken) : undefined,
  });
  return router;
}
