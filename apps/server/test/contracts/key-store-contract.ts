import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Keys, KeyStore, SigningKey } from '#gateways/key-store.ts';
import type { OpenPart } from './use-part.ts';

const buildKey = (id: string): SigningKey => ({
  id,
  createdAtMs: 5,
  privateJwk: { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' },
});

export function describeKeyStore(open: OpenPart<KeyStore>): void {
  describe('keys', () => {
    it('come back as they were put there', async () => {
      const { part: store, close } = await open();
      try {
        assert.equal(await store.loadKeys(), undefined);
        const keys: Keys = { signing: [buildKey('a')], refreshKey: 'r' };
        assert.equal(await store.replaceKeys(keys, undefined), true);
        assert.deepEqual(await store.loadKeys(), keys);
        const next = { ...keys, signing: [...keys.signing, buildKey('b')] };
        assert.equal(await store.replaceKeys(next, await store.loadKeys()), true);
        assert.deepEqual(await store.loadKeys(), next);
      } finally {
        await close();
      }
    });

    it('are not replaced by who has not seen the newest', async () => {
      const { part: store, close } = await open();
      try {
        const first: Keys = { signing: [buildKey('a')], refreshKey: 'r' };
        await store.replaceKeys(first, undefined);
        assert.equal(await store.replaceKeys({ ...first, refreshKey: 'other' }, undefined), false);
        assert.equal(await store.replaceKeys({ ...first, refreshKey: 's' }, first), true);
        assert.equal(await store.replaceKeys({ ...first, refreshKey: 't' }, first), false);
        assert.equal((await store.loadKeys())?.refreshKey, 's');
      } finally {
        await close();
      }
    });
  });
}
