import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrackId } from '#models/ids.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { MediaAddressSigner } from './media-address-signer.ts';

const HOUR_MS = 60 * 60_000;
const MEDIA = { trackId: 'track' as TrackId, revision: 'revision' };

function open(refreshKey = 'a key') {
  const clock = new TestClock();
  return { clock, signer: new MediaAddressSigner({ keyRing: { refreshKey }, clock }) };
}

test('an address is the same for all who ask within some hours, and ends within twelve', () => {
  const { signer, clock } = open();
  const startMs = clock.nowMs();
  const { token, expiresAtMs } = signer.sign(MEDIA);
  assert.equal(signer.sign(MEDIA).token, token);
  signer.verify({ token, ...MEDIA });
  clock.advance(6 * HOUR_MS);
  assert.notEqual(signer.sign(MEDIA).token, token);
  signer.verify({ token, ...MEDIA });
  clock.advance(7 * HOUR_MS);
  assert.ok(expiresAtMs <= startMs + 12 * HOUR_MS);
  assert.throws(() => signer.verify({ token, ...MEDIA }), { code: 'unauthenticated', message: /any more/ });
});

test('an address opens one version of one track, and only by the key that signed it', () => {
  const { signer } = open();
  const { token } = signer.sign(MEDIA);
  for (const other of [{ trackId: 'other' as TrackId }, { revision: 'other' }])
    assert.throws(() => signer.verify({ token, ...MEDIA, ...other }), { code: 'unauthenticated' });
  assert.throws(() => open('another').signer.verify({ token, ...MEDIA }), { code: 'unauthenticated' });
  for (const made of ['', token.slice(0, -1), `${token}A`, `0${token}`])
    assert.throws(() => signer.verify({ token: made, ...MEDIA }), { code: 'unauthenticated' });
});

test('no other spelling of a signature is taken, so that caches keep everything once', () => {
  const { signer } = open();
  const { token } = signer.sign(MEDIA);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const taken = [...letters].filter((letter) => {
    try {
      signer.verify({ token: token.slice(0, -1) + letter, ...MEDIA });
      return true;
    } catch {
      return false;
    }
  });
  assert.deepEqual(taken, [token.at(-1)]);
});
