import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';

/** What a range costs at least with Node's own parts: no routing, no rights, no conditions. Arguments: file, port. */
const [path = '', port = '0'] = process.argv.slice(2);
const { size } = statSync(path);

createServer((request, response) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const [start, end] = [Number(first), Number(last)];
  response.writeHead(206, {
    'Content-Type': 'audio/wav',
    'Content-Length': end - start + 1,
    'Content-Range': `bytes ${start}-${end}/${size}`,
    'Accept-Ranges': 'bytes',
  });
  createReadStream(path, { start, end }).pipe(response);
}).listen(Number(port), '127.0.0.1');
