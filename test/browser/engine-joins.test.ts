import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chromiumPath } from './support/browser.ts';
import { findDelay, measureJoin, type JoinMeasure } from './support/engine-lab/measure-join.ts';
import { openLab, type Lab } from './support/engine-lab/open-lab.ts';
import {
  decodeParts,
  makeRecording,
  writeParts,
  type AlbumCodec,
  type Recording,
} from './support/engine-lab/split-album.ts';
import { hasProgram } from './support/programs.ts';

interface Limits {
  ms: number;
  /** Null: the codec's own noise is louder than what is looked for. */
  clickDb: number | null;
}

const limits: Record<AlbumCodec, Limits> = {
  flac: { ms: 1, clickDb: -60 },
  opus: { ms: 1, clickDb: -60 },
  mp3: { ms: 1, clickDb: -60 },
  // A pure tone shows how a first frame is encoded without the one before: not yet at the -60 dBFS of the others.
  aac: { ms: 3, clickDb: -30 },
  // Chromium keeps what is behind the end in the last packet: what follows comes that much later.
  vorbis: { ms: 24, clickDb: null },
};
const rates: Record<AlbumCodec, number> = { flac: 44_100, opus: 48_000, mp3: 44_100, aac: 44_100, vorbis: 44_100 };
const SECONDS = 6;
/** Not where packets of any codec end. */
const CUTS_SECONDS = [1.7777, 3.9123];

const skip = !chromiumPath ? 'there is no Chromium' : !hasProgram('ffmpeg') ? 'there is no ffmpeg' : false;

describe('tracks that were one recording', { skip, timeout: 300_000 }, () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab?.close());

  async function measure(codec: AlbumCodec, kind: Recording): Promise<JoinMeasure[]> {
    const sampleRateHz = rates[codec];
    const recording = makeRecording(kind, { sampleRateHz, seconds: SECONDS });
    const cuts = CUTS_SECONDS.map((seconds) => Math.round(seconds * sampleRateHz));
    const files = await writeParts(recording, { cuts, codec, folder: lab.folder, name: kind, sampleRateHz });
    const { samples, events } = await lab.run({ files, isAlbum: true, sampleRateHz, limitSeconds: SECONDS + 6 });
    assert.deepEqual(
      events.filter(({ name }) => name !== 'loading').map(({ name }) => name),
      ['playing', 'advanced', 'advanced'],
    );
    const edges = [0, ...cuts, recording.length];
    const ideal = await decodeParts(files, { folder: lab.folder, edges, sampleRateHz });
    const first = samples.findIndex((sample) => Math.abs(sample) > 1e-3);
    const piece = { from: Math.round(0.3 * sampleRateHz), length: 8_192, expected: first, reach: 200 };
    const delay = findDelay(samples, recording, piece);
    return cuts.map((cut) =>
      measureJoin(samples, recording, { ideal, reachMs: kind === 'sine' ? 4.5 : 40, delay, cut, sampleRateHz }),
    );
  }

  for (const codec of ['flac', 'opus', 'mp3', 'aac', 'vorbis'] as const)
    for (const kind of ['sine', 'sweep', 'music'] as const)
      test(`join without a gap: ${codec}, ${kind}`, async (context) => {
        const joins = await measure(codec, kind);
        for (const { silenceMs, shiftMs, clickDb } of joins) {
          context.diagnostic(
            `silence ${silenceMs.toFixed(2)} ms, shift ${shiftMs.toFixed(3)} ms, click ${clickDb.toFixed(1)} dBFS`,
          );
          assert.ok(silenceMs <= limits[codec].ms, `${silenceMs} ms of silence`);
          assert.ok(Math.abs(shiftMs) <= limits[codec].ms, `a shift of ${shiftMs} ms`);
          if (limits[codec].clickDb !== null) assert.ok(clickDb < limits[codec].clickDb, `a click of ${clickDb} dBFS`);
        }
      });
});
