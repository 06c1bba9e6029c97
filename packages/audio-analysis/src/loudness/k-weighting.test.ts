import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pushInBlocks, renderTones } from '../test-support/signals.ts';
import { toHighPass, toShelf } from './k-weighting.ts';
import { LoudnessMeter } from './loudness-meter.ts';

/** ITU-R BS.1770-5, tables 1 and 2. */
const PRINTED = {
  shelf: {
    b0: 1.53512485958697,
    b1: -2.69169618940638,
    b2: 1.19839281085285,
    a1: -1.69065929318241,
    a2: 0.73248077421585,
  },
  highPass: { a1: -1.99004745483398, a2: 0.99007225036621 },
};

it('gives the printed numbers at 48 kHz', () => {
  for (const [name, printed] of Object.entries(PRINTED)) {
    const derived = name === 'shelf' ? toShelf(48_000) : toHighPass(48_000);
    for (const [key, value] of Object.entries(printed))
      assert.ok(Math.abs(((derived as Record<string, number>)[key] as number) - value) < 1e-9, `${name} ${key}`);
  }
});

for (const sampleRate of [8000, 11_025, 22_050, 44_100, 88_200, 96_000, 192_000, 47_999])
  it(`a tone at full scale in one channel is -3.01 LUFS at ${sampleRate} Hz`, () => {
    const meter = new LoudnessMeter();
    const tone = renderTones([{ seconds: 5, levelsDbfs: [0], frequencyHz: 997 }], sampleRate);
    pushInBlocks(meter, tone, { sampleRate, channels: 1 });
    const { integratedLufs } = meter.finish();
    assert.ok(integratedLufs !== null && Math.abs(integratedLufs + 3.01) < 0.1, `${integratedLufs}`);
  });

for (const sampleRate of [100, 1000, 3000])
  it(`a tone at full scale is no louder than it can be at ${sampleRate} Hz, where the shelf has no room`, () => {
    const meter = new LoudnessMeter();
    const tone = renderTones([{ seconds: 5, levelsDbfs: [0], frequencyHz: sampleRate / 5 }], sampleRate);
    pushInBlocks(meter, tone, { sampleRate, channels: 1 });
    const { integratedLufs } = meter.finish();
    assert.ok(integratedLufs === null || integratedLufs < 0, `${integratedLufs}`);
  });
