import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const module = new URL('packet-encoder.ts', import.meta.url).href;
/** In a process of its own, since what is tested is whether native code crashes it. */
const SCRIPT = `
  const { PacketEncoder } = await import(${JSON.stringify(module)});
  for (let round = 0; round < 5; round++) {
    for (const codec of ['opus', 'mp3', 'aac', 'flac'])
      for (let run = 0; run < 5; run++) {
        const bitrateKbps = codec === 'flac' ? null : 128;
        const bitDepth = codec === 'flac' ? 16 : null;
        const encoder = new PacketEncoder({ codec, bitrateKbps, sampleRateHz: 48000, channels: 2, bitDepth });
        encoder.encode(new Float32Array(encoder.description.packetSamples * 2));
        encoder.finish();
        encoder.close();
      }
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  process.stdout.write('alive');
`;

test('encoders that were closed are collected without a crash', async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--expose-gc', '--input-type=module', '--eval', SCRIPT], {
    cwd: import.meta.dirname,
  });
  assert.equal(stdout, 'alive');
});
