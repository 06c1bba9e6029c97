import { it } from 'node:test';
import { hasFfmpeg } from '#test/scan/encode-formats.ts';
import { isInstalled, openTestTranscoder } from '#test/transcoding/open-test-transcoder.ts';
import { describeTranscoder } from './transcoder-contract.ts';

for (const backend of ['node-av', 'ffmpeg'] as const) {
  // ffmpeg makes the files too.
  if (hasFfmpeg() && isInstalled(backend)) describeTranscoder(backend, () => openTestTranscoder(backend).transcoder);
  else it(`sounds: ${backend}`, (t) => t.skip('ffmpeg and node-av are needed'));
}
