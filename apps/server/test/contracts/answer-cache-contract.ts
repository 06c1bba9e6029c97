import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnswerCache, CachedAnswer } from '#repositories/answer-cache.ts';
import { type OpenPart, sharePart } from './use-part.ts';

const buildAnswer = (body: string): CachedAnswer => ({ body, etag: `"tag of ${body.length}"` });

export function describeAnswerCache(open: OpenPart<AnswerCache>): void {
  describe('the cache of answers', () => {
    const cache = sharePart(open);

    async function ask(question: string, tags: readonly string[]): Promise<string | undefined> {
      return (await cache.get().findAnswer(question, tags)).answer?.body;
    }
    async function keep(question: string, tags: readonly string[], body: string): Promise<void> {
      const { slot } = await cache.get().findAnswer(question, tags);
      await cache.get().saveAnswer(slot, buildAnswer(body));
    }

    it('gives back what was kept, letter by letter, to the same question only', async () => {
      const body = JSON.stringify({ text: 'line\nline 𝄞 \u0000', many: 'x'.repeat(100_000) });
      await keep('albums page 1', ['a'], body);
      const { answer } = await cache.get().findAnswer('albums page 1', ['a']);
      assert.deepEqual(answer, buildAnswer(body));
      assert.equal(await ask('albums page 2', ['a']), undefined);
    });

    it('forgets what has one of the tags that changed, and keeps the rest', async () => {
      await keep('mine', ['music', 'ada'], '1');
      await keep('yours', ['music', 'bob'], '2');
      await cache.get().invalidateTags(['ada']);
      assert.deepEqual([await ask('mine', ['music', 'ada']), await ask('yours', ['music', 'bob'])], [undefined, '2']);
      await keep('mine', ['music', 'ada'], '3');
      await cache.get().invalidateTags(['music', 'carl']);
      assert.deepEqual(
        [await ask('mine', ['music', 'ada']), await ask('yours', ['music', 'bob'])],
        [undefined, undefined],
      );
    });

    it('does not give out an answer that was made while its tag changed', async () => {
      const { slot } = await cache.get().findAnswer('slow', ['changing']);
      await cache.get().invalidateTags(['changing']);
      await cache.get().saveAnswer(slot, buildAnswer('old'));
      assert.equal(await ask('slow', ['changing']), undefined);
    });

    it('never finds an old answer, however questions and changes mix', async () => {
      let version = 0;
      const change = async () => {
        version++;
        await cache.get().invalidateTags(['mixed']);
      };
      const read = async () => {
        const before = version;
        const { answer, slot } = await cache.get().findAnswer('mixed', ['mixed']);
        if (answer) assert.ok(Number(answer.body) >= before - 1, 'an answer from before the last finished change');
        else await cache.get().saveAnswer(slot, buildAnswer(String(version)));
      };
      for (let round = 0; round < 50; round++) {
        await Promise.all([read(), read(), change(), read()]);
        const { answer } = await cache.get().findAnswer('mixed', ['mixed']);
        if (answer) assert.equal(Number(answer.body), version);
      }
    });
  });
}
