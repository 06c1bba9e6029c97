import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { TrackId } from '#models/ids.ts';
import { addTracks } from '#test/support/build-catalogue.ts';
import { describeRedis, TEST_REDIS_URL } from '#test/support/test-redis.ts';
import { EventReader } from '#test/support/event-reader.ts';
import { eventually } from '#test/support/eventually.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';
import { startTwoServers, type TwoServers } from '#test/support/two-servers.ts';

const MOON = 'moon' as TrackId;

const isRefused = async (who: SignedIn, server: TestServer): Promise<boolean> =>
  server
    .clientOf(who.session.accessToken)
    .call('getMe')
    .then(
      () => false,
      (error: { code?: string }) => error.code === 'unauthenticated',
    );

describeRedis('two servers', () => {
  let two: TwoServers;
  let first: SignedIn;
  before(async () => {
    two = await startTwoServers(TEST_REDIS_URL, { requestsPerMinute: 600 });
    first = await two.servers[0].setUp();
  });
  after(() => two.stop());
  const advance = (ms: number) => two.servers.forEach(({ clock }) => clock.advance(ms));

  it('know who signed in on either', async () => {
    const [one, other] = two.servers;
    assert.equal((await other.clientOf(first.session.accessToken).call('getMe')).name, 'ada');
    const body = { refreshToken: first.refreshToken };
    const renewed = await other.client.call('refreshSession', { body });
    assert.equal((await one.clientOf(renewed.accessToken).call('getMe')).name, 'ada');
  });

  it('stop believing a token as soon as its session ends on one of them', async () => {
    const [one, other] = two.servers;
    const phone = await one.signIn('ada');
    assert.equal(await isRefused(phone, other), false);
    await one.client.call('logout', { body: { refreshToken: phone.refreshToken } });
    assert.equal(await isRefused(phone, one), true);
    await eventually('the other refuses it too', () => isRefused(phone, other));
    assert.equal(await isRefused(await two.servers[1].signIn('ada'), one), false);
  });

  it('take away what a role allowed on both', async () => {
    const [one, other] = two.servers;
    const bob = await one.addUser(await one.signIn('ada'), 'bob', 'administrator');
    const asBob = other.clientOf(bob.session.accessToken);
    await asBob.call('listUsers');
    const ada = await one.signIn('ada');
    await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { role: 'listener' } });
    await eventually('bob is not an administrator there', () =>
      asBob.call('listUsers').then(
        () => false,
        (error: { code?: string }) => error.code === 'forbidden',
      ),
    );
  });

  it('sign with the same keys, and verify what the other signs with a new one', async () => {
    const [one, other] = two.servers;
    const ringOf = (server: TestServer) => server.context.services.keyRing;
    assert.equal(ringOf(one).current.id, ringOf(other).current.id);
    advance(31 * 24 * 3_600_000);
    await ringOf(one).rotate();
    assert.notEqual(ringOf(one).current.id, ringOf(other).current.id);
    const fresh = await one.signIn('ada');
    assert.equal(await isRefused(fresh, other), false);
    assert.equal(ringOf(one).current.id, ringOf(other).current.id);
  });

  it('tell the clients of both what happens on one', async () => {
    const [one, other] = two.servers;
    const ada = await one.signIn('ada');
    const events = await EventReader.open(other.clientOf(ada.session.accessToken));
    one.context.events.emit('libraryChanged', { version: '7' });
    assert.deepEqual(await events.next(), { type: 'library-changed', version: '7' });
    await events.close();
  });

  it('slow down together who guesses passwords', async () => {
    const guess = (server: TestServer) =>
      server.signIn('nobody', 'wrong password').catch((error: { code: string }) => error.code);
    const codes: unknown[] = [];
    for (let count = 0; count < 3; count++) for (const server of two.servers) codes.push(await guess(server));
    assert.deepEqual(codes, [...Array.from({ length: 5 }, () => 'credentials-wrong'), 'rate-limited']);
    advance(24 * 3_600_000);
  });

  it('answer with what was just written on either, from answers that they keep together', async () => {
    const [one, other] = two.servers;
    await addTracks(one.context.store.repositories, [{ id: MOON, title: 'Moon', path: 'Moon.flac' }]);
    const { client } = await one.signIn('ada');
    const elsewhere = other.clientOf((await one.signIn('ada')).session.accessToken);
    const starsOn = async (asked: typeof client) =>
      (await asked.call('listTracks', { query: { sort: 'title' } })).items
        .filter(({ annotation }) => annotation.starredAt !== null)
        .map(({ title }) => title);
    for (let round = 0; round < 20; round++) {
      const [writer, reader] = round % 2 === 0 ? [client, elsewhere] : [elsewhere, client];
      const params = { kind: 'track', id: MOON } as const;
      await writer.call(round % 4 < 2 ? 'star' : 'unstar', { params });
      const expected = round % 4 < 2 ? ['Moon'] : [];
      for (const asked of [reader, writer, reader]) assert.deepEqual(await starsOn(asked), expected);
    }
    assert.match(await one.context.metrics.print(), /jetstream_kept_answers_total\{outcome="hit"\} [1-9]/);
  });

  it('find what an index has taken in since somebody looked for it in vain', async () => {
    const [one, other] = two.servers;
    const ada = await one.signIn('ada');
    const findOn = async (server: TestServer) => {
      const client = server.clientOf(ada.session.accessToken);
      return (await client.call('search', { query: { q: 'nebula' } })).tracks.map(({ title }) => title);
    };
    assert.deepEqual(await findOn(one), []);
    // An index follows the catalogue in the background, and tells nobody.
    const nebula = 'nebula' as TrackId;
    await addTracks(one.context.store.repositories, [{ id: nebula, title: 'Nebula', path: 'Nebula.flac' }]);
    for (const server of [one, other]) assert.deepEqual(await findOn(server), ['Nebula']);
  });

  it('let a client ask as often as one server would', async () => {
    const ada = await two.servers[0].signIn('ada');
    advance(60_000);
    const asked = Array.from({ length: 700 }, (_, index) =>
      two.servers[index % 2 === 0 ? 0 : 1].clientOf(ada.session.accessToken).call('getMe'),
    );
    const outcomes = await Promise.allSettled(asked);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 600);
  });
});
