import { openTestTranscoder } from './open-test-transcoder.ts';

/** Transcodes what its argument names until it is killed, and tells which processes work for it. */
const { transcoder, pool } = openTestTranscoder('node-av');
const input = { location: process.argv[2] ?? '', revision: '1' };
await transcoder.probe(input);
void transcoder.analyse(input);
process.send?.(pool.pids);
setInterval(() => undefined, 1000);
