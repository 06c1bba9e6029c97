import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import { invalid, notFound } from '#models/errors.ts';
import type { TrackId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { isPlayCounted, longestPlayMs, type Play } from '#models/play.ts';
import type { Surrounded } from '#models/surroundings.ts';
import { mainArtists, type Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import { updatePlaySum } from './play-sums.ts';
import { SerialRunner } from './serial-runner.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

/** Listening as a client reports it. */
export interface PlayReport {
  id: string;
  trackId: TrackId;
  startedAtMs: number;
  playedMs: number;
  client: string;
}

export interface PlayedTrack {
  play: Play;
  track: Track;
}

interface PlayServiceOptions {
  repositories: Pick<Repositories, 'plays' | 'tracks' | 'annotations'>;
  surroundingsLoader: SurroundingsLoader;
  events: EventBus;
  clock: Clock;
}

/** How far a client's clock may be ahead: of its plays no more seems to have passed than this. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Older reports come from a clock that was never set. */
const EARLIEST_PLAY_MS = Date.UTC(2000, 0, 1);
const SETTLE_BATCH = 100;

/**
 * Records plays. A play is written first, for good; the sums at track, album and artists follow as absolute values, so
 * that writing them twice is harmless, and the play is then marked settled. What a crash left unsettled is finished by
 * `settlePlays`, soon after the next start or by another server. Two that settle the same play write the same sums.
 */
export class PlayService {
  readonly #repositories: PlayServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;
  readonly #events: EventBus;
  readonly #clock: Clock;
  /** Spares the rounds that `updatePlaySum` would need for plays of the same item. */
  readonly #settling = new SerialRunner();

  constructor({ repositories, surroundingsLoader, events, clock }: PlayServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
    this.#events = events;
    this.#clock = clock;
  }

  /**
   * Idempotent by `report.id`.
   * @throws DomainError not-found for an unknown track, validation for a start in the future or before 2000.
   */
  async recordPlay(userId: UserId, report: PlayReport): Promise<{ isCounted: boolean }> {
    const nowMs = this.#clock.nowMs();
    if (report.startedAtMs > nowMs + CLOCK_TOLERANCE_MS)
      throw invalid('body/startedAt', 'The play starts in the future.');
    if (report.startedAtMs < EARLIEST_PLAY_MS) throw invalid('body/startedAt', 'The play starts before the year 2000.');
    const track = await this.#repositories.tracks.findTrack(report.trackId);
    if (!track) throw notFound('track');

    // Cut, not refused: a device whose clock jumped would otherwise send the same report for ever.
    const elapsedMs = Math.max(0, nowMs - report.startedAtMs) + CLOCK_TOLERANCE_MS;
    const playedMs = Math.min(longestPlayMs(track.durationMs), elapsedMs, report.playedMs);
    if (!isPlayCounted(playedMs, track.durationMs)) return { isCounted: false };

    const play: Play = {
      id: report.id,
      userId,
      trackId: track.id,
      albumId: track.albumId,
      artistIds: mainArtists(track).map(({ id }) => id),
      playedAtMs: Math.min(report.startedAtMs, nowMs),
      playedMs,
      client: report.client,
    };
    const isNew = await this.#repositories.plays.createPlay(play);
    if (isNew) {
      await this.#settling.run(() => this.#settle(play));
      this.#events.emit('trackPlayed', { play });
    } else {
      // Sent again, perhaps because settling failed the first time.
      await this.settlePlays();
    }
    return { isCounted: true };
  }

  /** Finishes plays whose sums were not written. */
  async settlePlays(): Promise<void> {
    await this.#settling.run(async () => {
      for (;;) {
        const plays = await this.#repositories.plays.listUnsettled(SETTLE_BATCH);
        for (const play of plays) await this.#settle(play);
        if (plays.length < SETTLE_BATCH) return;
      }
    });
  }

  /** History, newest first; a track whose file has gone is still shown. */
  async listPlays(userId: UserId, page: PageRequest): Promise<Surrounded<Page<PlayedTrack>>> {
    const plays = await this.#repositories.plays.listPlays(userId, page);
    const ids = [...new Set(plays.items.map(({ trackId }) => trackId))];
    const tracks = new Map((await this.#repositories.tracks.listTracksById(ids)).map((track) => [track.id, track]));
    const items = plays.items.flatMap((play) => {
      const track = tracks.get(play.trackId);
      return track ? [{ play, track }] : [];
    });
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks: [...tracks.values()] });
    return { value: { ...plays, items }, surroundings };
  }

  async #settle(play: Play): Promise<void> {
    const { plays } = this.#repositories;
    await this.#updateSum(play.userId, 'track', play.trackId);
    if (play.albumId !== null) await this.#updateSum(play.userId, 'album', play.albumId);
    for (const artistId of new Set(play.artistIds)) await this.#updateSum(play.userId, 'artist', artistId);
    await plays.updateSettled(play.userId, play.id);
  }

  async #updateSum(userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Promise<void> {
    await updatePlaySum(this.#repositories, userId, kind, itemId);
    this.#events.emit('annotationChanged', { userId, kind, itemId });
  }
}
