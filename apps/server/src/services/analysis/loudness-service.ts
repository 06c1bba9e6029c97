import {
  combineLoudness,
  combineMixedLoudness,
  toPlaybackGain,
  toPlayedLoudness,
  type Loudness,
  type PlaybackGain,
  type PlayedLoudness,
} from '@jetstream/audio-analysis';
import { notFound } from '#models/errors.ts';
import type { AlbumId, TrackId, UserId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import {
  type MeasuredSound,
  type StoredMixedLoudness,
  type StoredWaveform,
  toSoundId,
} from '#models/track-analysis.ts';
import { defaultUserSettings } from '#models/user.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { EventBus } from '../events.ts';

interface LoudnessServiceOptions {
  repositories: Pick<Repositories, 'tracks' | 'trackAnalyses' | 'users'>;
  events: EventBus;
}

export interface TrackWaveform {
  waveform: StoredWaveform;
  sound: MeasuredSound;
}

/** A shuffled queue asks for as many albums as it has tracks; histograms are combined once for all of them. */
const ALBUMS_KEPT = 500;

const toBytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** What was measured of tracks and albums, for whoever shows it or levels by it. */
export class LoudnessService {
  readonly #repositories: LoudnessServiceOptions['repositories'];
  readonly #albums = new Map<AlbumId, Promise<PlayedLoudness | null>>();

  constructor({ repositories, events }: LoudnessServiceOptions) {
    this.#repositories = repositories;
    // Emitted when tracks changed, and when something new was measured.
    events.on('libraryChanged', () => this.#albums.clear());
    events.on('eventsMissed', () => this.#albums.clear());
  }

  /** Null until it was measured. */
  async findTrackLoudness(track: Track): Promise<Loudness | null> {
    const [analysis] = await this.#repositories.trackAnalyses.listAnalyses([toSoundId(track)]);
    return analysis?.sound ? toLoudness(analysis.sound) : null;
  }

  /** Of the tracks as one programme. Null until all of them were looked at: a part of an album has another loudness. */
  async findAlbumLoudness(tracks: readonly Track[]): Promise<Loudness | null> {
    const sounds = await this.#listSounds(tracks);
    if (sounds.length === 0) return null;
    return combineLoudness(
      sounds.map(({ loudness }) => ({
        ...loudness,
        blocks: toBytes(loudness.blocks),
        shortTermBlocks: toBytes(loudness.shortTermBlocks),
      })),
    );
  }

  /** By how much each track is turned up or down for this user; those are left out of which nobody knows. */
  async findGains(userId: UserId, tracks: readonly Track[]): Promise<Map<TrackId, PlaybackGain>> {
    const { trackAnalyses, users } = this.#repositories;
    const [settings, analyses] = await Promise.all([
      users.findSettings(userId),
      trackAnalyses.listAnalyses([...new Set(tracks.map(toSoundId))]),
    ]);
    const preferred = settings?.loudnessSource ?? defaultUserSettings.loudnessSource;
    const byId = new Map(analyses.map((analysis) => [analysis.id, analysis]));
    const gains = new Map<TrackId, PlaybackGain>();
    const find = async (track: Track): Promise<void> => {
      const sound = byId.get(toSoundId(track))?.sound;
      const album = sound && track.albumId !== null ? await this.#findAlbum(track.albumId) : null;
      const { replayGain: tags, format } = track;
      const measured = sound ? toPlayedLoudness<StoredMixedLoudness>(sound.loudness) : null;
      const gain = toPlaybackGain({ tags, track: measured, album, preferred, channels: format.channels });
      if (gain) gains.set(track.id, gain);
    };
    await Promise.all(tracks.map(find));
    return gains;
  }

  /** @throws DomainError not-found for an unknown track, and for one that was not measured (yet) */
  async getWaveform(id: TrackId): Promise<TrackWaveform> {
    const { tracks, trackAnalyses } = this.#repositories;
    const track = await tracks.findTrack(id);
    if (!track) throw notFound('track');
    const soundId = toSoundId(track);
    const [[analysis], waveform] = await Promise.all([
      trackAnalyses.listAnalyses([soundId]),
      trackAnalyses.findWaveform(soundId),
    ]);
    if (!analysis?.sound || !waveform) throw notFound('waveform');
    return { waveform, sound: analysis.sound };
  }

  /** All of an album's that could be measured; none until each track was looked at. */
  async #listSounds(tracks: readonly Track[]): Promise<MeasuredSound[]> {
    const ids = tracks.map(toSoundId);
    const analyses = await this.#repositories.trackAnalyses.listAnalyses(ids);
    const known = new Set(analyses.map(({ id }) => id));
    return ids.every((id) => known.has(id)) ? analyses.flatMap(({ sound }) => sound ?? []) : [];
  }

  async #measureAlbum(id: AlbumId): Promise<PlayedLoudness | null> {
    const sounds = await this.#listSounds(await this.#repositories.tracks.listAlbumTracks(id));
    if (sounds.length === 0) return null;
    const parts = sounds.map(({ loudness }) => toPlayedLoudness<StoredMixedLoudness>(loudness));
    return combineMixedLoudness(parts.map((part) => ({ ...part, blocks: toBytes(part.blocks) })));
  }

  #findAlbum(id: AlbumId): Promise<PlayedLoudness | null> {
    const known = this.#albums.get(id);
    if (known) return known;
    if (this.#albums.size >= ALBUMS_KEPT) this.#albums.clear();
    const found = this.#measureAlbum(id);
    this.#albums.set(id, found);
    // What is not known yet, or could not be asked, is asked again.
    const forget = () => this.#albums.delete(id);
    found.then((loudness) => loudness ?? forget(), forget);
    return found;
  }
}

const toLoudness = ({ loudness }: MeasuredSound): Loudness => ({
  integratedLufs: loudness.integratedLufs,
  rangeLu: loudness.rangeLu,
  truePeakDbtp: loudness.truePeakDbtp,
  samplePeakDbfs: loudness.samplePeakDbfs,
});
