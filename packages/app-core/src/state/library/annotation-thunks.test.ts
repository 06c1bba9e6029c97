import { describe, expect, it } from 'vitest';
import type { Annotation } from '@jetstream/api-contract';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack, json, offline } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { setRating, toggleStar } from './annotation-thunks.ts';
import { mergeAnnotations, selectAnnotationOverlay } from './library-slice.ts';

const row: Annotation = { starredAt: null, rating: 2, playCount: 5, lastPlayedAt: null };
const target = { kind: 'track', id: 'track-1', annotation: row } as const;
const shown = ({ store }: TestApp): Annotation =>
  mergeAnnotations(row, selectAnnotationOverlay(store.getState(), 'track', 'track-1'));

describe('stars and ratings', () => {
  it('show at once and keep the other marks', async () => {
    const server = createSignedInServer().on('PUT /api/v1/stars/:kind/:id', () =>
      json({ ...row, starredAt: '2026-05-04T12:00:00.000Z' }),
    );
    const test = await createSignedInApp({ server });
    void test.store.dispatch(toggleStar({ ...target, isStarred: true }));
    expect(shown(test)).toMatchObject({ starredAt: '2026-05-04T12:00:00.000Z', rating: 2, playCount: 5 });
    await settled();
    expect(shown(test).starredAt).not.toBeNull();
    expect(test.store.getState().notices).toEqual([]);
  });

  it('are taken back, with a notice, when the server does not take them', async () => {
    const server = createSignedInServer().on('PUT /api/v1/ratings/:kind/:id', offline);
    const test = await createSignedInApp({ server });
    void test.store.dispatch(setRating({ ...target, rating: 5 }));
    expect(shown(test).rating).toBe(5);
    await settled();
    expect(shown(test)).toEqual(row);
    expect(test.store.getState().notices.at(-1)?.textKey).toBe('notices.annotationFailed');
  });

  it('go back to what this device had changed before', async () => {
    const starred = { ...row, starredAt: '2026-05-04T12:00:00.000Z' };
    const server = createSignedInServer()
      .on('PUT /api/v1/stars/:kind/:id', () => json(starred))
      .on('PUT /api/v1/ratings/:kind/:id', offline);
    const test = await createSignedInApp({ server });
    await test.store.dispatch(toggleStar({ ...target, isStarred: true }));
    await test.store.dispatch(setRating({ ...target, rating: 5 }));
    expect(shown(test)).toEqual(starred);
  });

  it('follow the last of several quick changes, whatever the order of the answers', async () => {
    const answers: (() => void)[] = [];
    const server = createSignedInServer().on('PUT /api/v1/ratings/:kind/:id', async ({ body }) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return json({ ...row, ...(body as object) });
    });
    const test = await createSignedInApp({ server });
    for (const rating of [1, 2, 3, 4]) void test.store.dispatch(setRating({ ...target, rating }));
    await settled();
    answers[0]?.();
    answers[1]?.();
    answers[2]?.();
    await settled();
    expect(shown(test).rating).toBe(4);
    answers[3]?.();
    await settled();
    expect(shown(test).rating).toBe(4);
  });

  it('made on another device arrive by the event stream, without an echo of what was changed here', async () => {
    let push: (text: string) => void = () => undefined;
    const server = createSignedInServer()
      .on('GET /api/v1/events', () => {
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            push = (text) => controller.enqueue(new TextEncoder().encode(text));
          },
        });
        return new Response(stream);
      })
      .on('PUT /api/v1/ratings/:kind/:id', ({ body }) => json({ ...row, ...(body as object) }))
      .on('GET /api/v1/tracks/:trackId', () => json({ ...buildTrack(), annotation: { ...row, rating: 4 } }));
    const changed = 'event: annotation-changed\ndata: {"type":"annotation-changed","kind":"track","id":"track-1"}\n\n';
    const test = await createSignedInApp({ server });
    await streamed();
    await test.store.dispatch(setRating({ ...target, rating: 3 }));
    push(changed);
    await streamed();
    await test.environment.pass(5_000);
    expect(shown(test).rating).toBe(3);
    push(changed);
    await streamed();
    await test.environment.pass(1_000);
    expect(shown(test).rating).toBe(4);
  });
});

/** Streams hand over their pieces in macrotasks. */
async function streamed(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await settled();
}
