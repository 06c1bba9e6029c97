import type { ChildAnswer, ChildRequest } from '#gateways/transcoding/child-messages.ts';

/** A child whose background order ends when it was told to rest and to go on; it answers with what it was told. */
const told: boolean[] = [];
let analysisId: number | undefined;
const send = (answer: ChildAnswer) => process.send?.(answer);

process.on('message', (request: ChildRequest) => {
  if ('isPaused' in request) {
    told.push(request.isPaused);
    if (analysisId !== undefined && told.includes(true) && !request.isPaused) {
      send({ kind: 'done', id: analysisId, result: told });
    }
  } else if ('order' in request) {
    if (request.order.kind === 'analyse') {
      analysisId = request.id;
      send({ kind: 'progress', id: request.id, share: 0 });
    } else send({ kind: 'done', id: request.id, result: null });
  }
});
process.on('disconnect', () => process.exit());
send({ kind: 'ready' });
