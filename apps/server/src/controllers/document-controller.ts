import type { RequestHandler } from 'express';
import type { TokenService } from '#services/token-service.ts';

/** Documents about the server that are no endpoints of the API: keys and metrics. */
export interface DocumentController {
  /** JSON Web Key Set (RFC 7517). */
  sendPublicKeys: RequestHandler;
  sendMetrics: RequestHandler;
}

interface DocumentControllerOptions {
  tokenService: TokenService;
  metrics: { print(): Promise<string>; contentType: string };
}

const KEYS_LIFETIME_S = 300;

export function createDocumentController({ tokenService, metrics }: DocumentControllerOptions): DocumentController {
  return {
    sendPublicKeys(_request, response) {
      response.setHeader('cache-control', `public, max-age=${KEYS_LIFETIME_S}`);
      response.json({ keys: tokenService.listPublicKeys() });
    },
    async sendMetrics(_request, response) {
      const text = await metrics.print();
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-type', metrics.contentType);
      response.end(text);
    },
  };
}
