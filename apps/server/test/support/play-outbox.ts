import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.ts';
import { ask, type Outcome } from './load.ts';
import type { TestCluster } from './test-cluster.ts';

/** Reports plays with ids of their own and knows what became of each, as the app's outbox does. */
export class PlayOutbox {
  readonly #cluster: TestCluster;
  readonly #before: readonly string[];
  readonly #sent = new Map<string, { trackId: string; isAcknowledged: boolean }>();

  private constructor(cluster: TestCluster, before: readonly string[]) {
    this.#cluster = cluster;
    this.#before = before;
  }

  static async open(cluster: TestCluster): Promise<PlayOutbox> {
    return new PlayOutbox(cluster, await findPlays(cluster));
  }

  /** Through NGINX unless said. */
  async send(trackId: string, baseUrl = this.#cluster.url, id: string = randomUUID()): Promise<Outcome> {
    const { authorization } = this.#cluster;
    const body = { id, trackId, startedAt: new Date().toISOString(), playedMs: 2000, client: 'faults' };
    this.#sent.set(id, { trackId, isAcknowledged: false });
    const outcome = await ask(`${baseUrl}/api/v1/plays`, { authorization, method: 'POST', body });
    this.#sent.set(id, { trackId, isAcknowledged: outcome.verdict === 'ok' });
    return outcome;
  }

  /** Every acknowledged play is there; after what was refused was sent again, each is there once and counted. Says how many. */
  async settle(): Promise<string> {
    const acknowledged = [...this.#sent].filter(([, { isAcknowledged }]) => isAcknowledged).map(([id]) => id);
    const kept = new Set(await findPlays(this.#cluster));
    const lost = acknowledged.filter((id) => !kept.has(id));
    assert.deepEqual(lost, []);
    for (const [id, { trackId, isAcknowledged }] of this.#sent)
      if (!isAcknowledged) assert.equal((await this.send(trackId, this.#cluster.url, id)).verdict, 'ok');
    const found = await findPlays(this.#cluster);
    const own = found.filter((id) => !this.#before.includes(id));
    assert.deepEqual(own.toSorted(), [...this.#sent.keys()].toSorted());
    await assertSums(this.#cluster, found.length);
    return `plays: ${this.#sent.size} sent, ${acknowledged.length} acknowledged at once, 0 of them lost, ${own.length} found, each once`;
  }
}

/** What statistics and annotations say of this many plays. */
export async function assertSums({ client }: TestCluster, count: number): Promise<void> {
  const { plays } = await client.call('getListeningStatistics', { query: { period: 'all' } });
  assert.equal(plays, count);
  let sum = 0;
  const isSo = async () => {
    const { items } = await client.call('listTracks', { query: { limit: 100 } });
    sum = items.reduce((total, { annotation }) => total + annotation.playCount, 0);
    return sum === count;
  };
  await eventually(`the sums of tracks are those of ${count} plays`, isSo);
}

async function findPlays({ client }: TestCluster): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call('listPlays', { query: { limit: 200, ...(cursor !== undefined && { cursor }) } });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
