import { writeFileSync } from 'node:fs';
import type { ChildAnswer, ChildRequest } from '#gateways/transcoding/child-messages.ts';

/** A child that says all that it has to say of an order at once, and then writes the file that the order names. */
const send = (answer: ChildAnswer) => process.send?.(answer);

process.on('message', (request: ChildRequest) => {
  if (!('order' in request) || request.order.kind !== 'probe') return;
  const { id, order } = request;
  for (const share of [0.1, 0.2, 0.3]) send({ kind: 'progress', id, share });
  send({ kind: 'done', id, result: null });
  writeFileSync(order.input.url, '');
});
process.on('disconnect', () => process.exit());
send({ kind: 'ready' });
