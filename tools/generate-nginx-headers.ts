import type { Request, Response } from 'express';
import { secureHeaders } from '../apps/server/src/middleware/secure-headers.ts';
import { emitGenerated } from './generated-file.ts';

/**
 * NGINX sends the web app's files, and heads of music that JetStream handed over, with the headers that JetStream itself
 * would send: they are written from its own middleware.
 */
const NOTE = '# Generated from apps/server/src/middleware/secure-headers.ts by npm run generate.\n';
/** What else JetStream sends with music and NGINX does not take over from an X-Accel-Redirect by itself. */
const OF_MUSIC = ['ETag', 'Vary', 'X-Request-Id', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'];

function headersOf(isHttps: boolean): Map<string, string> {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  secureHeaders({ isHttps, isEmbeddable: false, playOrigins: ['@PLAY_ORIGINS@'] })(
    {} as Request,
    response as unknown as Response,
    (error?: unknown) => {
      if (error) throw error;
    },
  );
  return headers;
}

const addHeaders = (headers: Iterable<readonly [string, string]>): string =>
  NOTE + [...headers].map(([name, value]) => `add_header ${name} ${value};\n`).join('');

function toFixed(isHttps: boolean): string {
  const headers = headersOf(isHttps);
  headers.set('Cross-Origin-Resource-Policy', '@RESOURCE_POLICY@');
  return addHeaders([...headers].map(([name, value]) => [name, `"${value}"`] as const));
}

const toVariable = (name: string): string => `$upstream_http_${name.toLowerCase().replaceAll('-', '_')}`;

emitGenerated('deploy/nginx/security-headers-http.conf', toFixed(false));
emitGenerated('deploy/nginx/security-headers-https.conf', toFixed(true));
emitGenerated(
  'deploy/nginx/upstream-headers.conf',
  addHeaders([...OF_MUSIC, ...headersOf(true).keys()].map((name) => [name, toVariable(name)] as const)),
);
