import type { AnnotatedKind } from '#models/annotation.ts';
import type { CoverId, ScanId, SoundId, TrackId, UserId } from '#models/ids.ts';
import { queueScan } from '#models/scan.ts';
import { defaultUserSettings } from '#models/user.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { addTracks, buildLyrics, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { buildAnalysis, buildWaveform } from '#test/support/build-analysis.ts';
import { buildUser } from '#test/support/build-user.ts';

const TRACKS = 60;
const trackId = (index: number) => `track${index}` as TrackId;

/** An embedded store with something of every kind of record, as a household leaves it after a while. */
export async function fillStore(directory: string): Promise<void> {
  const store = await connectSqliteStore({ directory });
  const { users, annotations, plays, queues, scans, covers, trackAnalyses, eventLog, requestLog } = store.repositories;
  await addTracks(
    store.repositories,
    Array.from({ length: TRACKS }, (_, index) => ({
      id: trackId(index),
      title: `Sång ${index} 夜`,
      albumTitle: `Album ${index % 7}`,
      artistNames: [`Band ${index % 5}`, ...(index % 4 === 0 ? ['Guest'] : [])],
      genreNames: [index % 2 === 0 ? 'Jazz' : 'Folk'],
      path: `Band ${index % 5}/Album ${index % 7}/${index}.flac`,
      year: 1990 + (index % 30),
      missingSinceMs: index % 20 === 19 ? 5000 : null,
      ...(index % 10 === 0 && {
        hasLyrics: true,
        lyrics: buildLyrics({ source: 'file', fileName: 'a.txt', lines: [{ startMs: null, text: 'la' }] }),
      }),
    })),
  );
  const sound = { analysis: buildAnalysis({ id: 'sound1' as SoundId }), waveform: buildWaveform() };
  const fault = { code: 'media-unreadable', message: 'No music.', tries: 1 } as const;
  const silent = { analysis: buildAnalysis({ id: 'sound2' as SoundId, sound: null, fault }), waveform: null };
  for (const record of [sound, silent]) await trackAnalyses.saveAnalysis(record);
  const coverId = 'c0ffee' as CoverId;
  await covers.ensureCovers([{ id: coverId, source: { kind: 'file', libraryId: LIBRARY_ID, path: 'cover.jpg' } }]);
  await covers.updateCover({
    id: coverId,
    source: { kind: 'file', libraryId: LIBRARY_ID, path: 'cover.jpg' },
    width: 600,
    height: 600,
    placeholder: 'data:image/webp;base64,AA==',
    accent: { light: '#111111', dark: '#eeeeee' },
    fault: null,
    analysedAtMs: 1,
  });
  for (const number of [1, 2, 3])
    await scans.saveScan({ ...queueScan(`scan${number}` as ScanId, null, false), state: 'completed', phase: 'done' });
  const failure = { libraryId: LIBRARY_ID, reason: 'damaged', sizeBytes: 1, modifiedAtMs: 1, failedAtMs: 1 } as const;
  await scans.saveFailures([{ ...failure, id: 'f1', path: 'a/b.mp3' }]);
  for (const name of ['ana', 'ben']) {
    const user = buildUser(name);
    await users.createUser(user);
    await users.saveSettings(user.id, { ...defaultUserSettings, theme: 'dark' });
    await listen(user.id);
    await log(user.id);
  }
  // What retention has let go of leaves its sums behind.
  const letGoBeforeMs = Date.UTC(2026, 2, 1);
  while (await plays.deletePlaysBefore(letGoBeforeMs));
  while (await requestLog.deleteRequestsBefore(letGoBeforeMs));
  await store.close();

  async function log(userId: UserId): Promise<void> {
    const instance = 'one';
    await eventLog.createEvents(
      Array.from({ length: 30 }, (_, index) => ({
        id: `event-${userId}-${index}`,
        atMs: Date.UTC(2026, index % 5, 4) + index,
        kind: index % 2 === 0 ? ('signed-in' as const) : ('changed' as const),
        userId: index % 3 === 0 ? null : userId,
        details: { what: 'users', count: index, isNew: true, none: null },
        instance,
      })),
    );
    await requestLog.createRequests(
      Array.from({ length: 700 }, (_, index) => ({
        id: `request-${userId}-${index}`,
        atMs: Date.UTC(2026, index % 5, 4) + index * 60_000,
        method: 'GET',
        endpoint: index % 7 === 0 ? 'getHome' : 'streamTrack',
        status: index % 50 === 0 ? 503 : 200,
        durationMs: (index % 97) / 10,
        sizeBytes: index * 1000,
        userId,
        instance,
      })),
    );
  }

  async function listen(userId: UserId): Promise<void> {
    const star = (kind: AnnotatedKind, id: TrackId) => annotations.updateStar(userId, kind, id, 1000);
    for (let index = 0; index < TRACKS; index += 3) await star('track', trackId(index));
    await annotations.updateStar(userId, 'track', trackId(0), null);
    await annotations.updateRating(userId, 'track', trackId(1), 4);
    for (let index = 0; index < 120; index++) {
      const id = `play-${index}`;
      const play = { userId, trackId: trackId(index % TRACKS), albumId: null, artistIds: [], playedMs: 60_000 };
      await plays.createPlay({ ...play, id, playedAtMs: Date.UTC(2026, index % 11, 3) + index, client: 'web' });
      if (index % 5 > 0) await plays.updateSettled(userId, id);
    }
    await annotations.updatePlays(userId, 'track', trackId(2), 2, 77);
    await queues.saveQueue({
      userId,
      items: [{ itemId: 'one', trackId: trackId(3) }],
      unshuffledItemIds: [],
      currentItemId: 'one',
      positionMs: 12,
      isShuffled: false,
      repeat: 'off',
      client: 'web',
      updatedAtMs: 9,
    });
  }
}
