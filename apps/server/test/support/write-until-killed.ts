import type { ArtistId, TrackId, UserId } from '#models/ids.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { addTracks } from './build-catalogue.ts';

/** A process that writes to the store in its first argument and prints each write once it is acknowledged. */
const store = await connectSqliteStore({ directory: process.argv[2] ?? '' });

for (let count = 0; ; count++) {
  const trackId = `t${count}` as TrackId;
  const play = { id: `p${count}`, userId: 'u1' as UserId, trackId, albumId: null, artistIds: ['a1' as ArtistId] };
  await Promise.all([
    addTracks(store.repositories, [{ id: trackId }]).then(() => process.stdout.write(`track ${trackId}\n`)),
    store.repositories.plays
      .createPlay({ ...play, playedAtMs: count, playedMs: 1, client: 'test' })
      .then(() => process.stdout.write(`play ${play.id}\n`)),
  ]);
}
