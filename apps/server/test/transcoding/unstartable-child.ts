import type { ChildOptions } from '#gateways/transcoding/child-messages.ts';

/** A machine on which only the second backend can be loaded. */
const { backend } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
if (backend === 'node-av')
  process.send?.({ kind: 'unstartable', backend, message: 'The library does not suit this machine.' });
else await import('#gateways/transcoding/child/transcode-child.ts');
