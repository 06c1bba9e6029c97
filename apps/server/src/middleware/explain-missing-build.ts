import type { RequestHandler } from 'express';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>JetStream</title>
<h1>The app is not built yet</h1>
<p>The server runs, but its web app is missing. Stop it, run <code>npm run build</code>, and start it again;
<code>npm start</code> does both. The <a href="/api/docs">API</a> works already.</p>
</html>
`;

/** What people see in place of the app while there is none. */
export function explainMissingBuild(): RequestHandler {
  return (request, response, next) => {
    if (request.path !== '/' || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    response.status(503).setHeader('cache-control', 'no-store');
    response.type('html').send(page);
  };
}
