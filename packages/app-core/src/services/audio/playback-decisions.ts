import type { Playback, PlaybackClient, PlaybackQuality, PlaybackRefusal } from '@jetstream/api-contract';
import type { ApiService } from '../api/api-service.ts';
import type { ErrorInfo } from '../api/error-info.ts';
import type { FailureReason } from './audio-engine.ts';
import { SourceError } from './audio-media.ts';

export interface PlaybackDecisionsOptions {
  api: Pick<ApiService, 'request'>;
  nowMs: () => number;
  abilities: () => PlaybackAbilities;
  /** What the person chose for a network of this kind. */
  qualityFor: (network: PlaybackClient['network']) => PlaybackQuality;
}

/** What a platform can play, as the server has to know it. */
export type PlaybackAbilities = Pick<
  PlaybackClient,
  'segments' | 'files' | 'maxSampleRateHz' | 'maxChannels' | 'network'
>;

/** Addresses are left this long before they end, so that a track that begins can be played to its end. */
const RENEW_BEFORE_MS = 30 * 60_000;
const MOST_KEPT = 200;
/** By then the track may have been levelled or replaced, and nobody was told who does not play it. */
const FORESEEN_FOR_MS = 60_000;

interface Kept {
  client: string;
  answer: Promise<Playback>;
  /** Undefined for what was asked for, or handed out, to be played. */
  foreseenAtMs: number | undefined;
  /** Once it has come. */
  playback: Playback | null;
}

interface Refused {
  codecs: readonly string[];
  /** MIME types without their codecs. */
  fileTypes: readonly string[];
}

const nothingRefused: Refused = { codecs: [], fileTypes: [] };

const toBareType = (mimeType: string): string => mimeType.replace(/;.*/, '').trim();

/** Asks the server how tracks are to be played, and keeps its answers as long as they hold. */
export class PlaybackDecisions {
  readonly #options: PlaybackDecisionsOptions;
  readonly #kept = new Map<string, Kept>();
  #isForeseeing = false;
  /** Of tracks: what the platform said that it plays, and then could not. */
  readonly #refused = new Map<string, Refused>();

  constructor(options: PlaybackDecisionsOptions) {
    this.#options = options;
  }

  /** The answer, where it is known and holds. */
  find(trackId: string): Playback | null {
    return this.#findKept(trackId)?.playback ?? null;
  }

  /** `isRenewed`: what was answered before is refused by now. Rejects with `SourceError`. */
  get(trackId: string, { isRenewed = false }: { isRenewed?: boolean } = {}): Promise<Playback> {
    const known = isRenewed ? undefined : this.#findKept(trackId);
    if (!known) return this.#keep(trackId);
    known.foreseenAtMs = undefined;
    return known.answer;
  }

  /** Asks ahead of a likely `get`: one question at a time, and none where data cost money or come slowly. */
  foresee(trackId: string): void {
    const { abilities, nowMs } = this.#options;
    if (this.#isForeseeing || abilities().network !== 'unmetered' || this.#findKept(trackId)) return;
    this.#isForeseeing = true;
    const end = (): void => {
      this.#isForeseeing = false;
    };
    this.#keep(trackId, nowMs()).then(end, end);
  }

  #keep(trackId: string, foreseenAtMs?: number): Promise<Playback> {
    const client = this.#describeClient(trackId);
    const answer = this.#ask(trackId, client);
    const kept: Kept = { client: JSON.stringify(client), answer, foreseenAtMs, playback: null };
    this.#kept.delete(trackId);
    this.#kept.set(trackId, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    void kept.answer.then(
      (playback) => {
        kept.playback = playback;
      },
      () => this.#kept.get(trackId) === kept && this.#kept.delete(trackId),
    );
    return kept.answer;
  }

  /**
   * What was answered could not be decoded here, as happens with rare variants of a codec: from now on other sound of the track is asked
   * for. False when that would change nothing.
   */
  refuse(trackId: string): boolean {
    const kept = this.#kept.get(trackId);
    const { segments, file } = kept?.playback ?? {};
    const originals = segments?.renditions.filter(({ isOriginal }) => isOriginal) ?? [];
    const { codecs, fileTypes } = this.#refused.get(trackId) ?? nothingRefused;
    this.#refused.set(trackId, {
      codecs: [...codecs, ...originals.map(({ codec }) => codec)],
      fileTypes: file?.isOriginal ? [...fileTypes, toBareType(file.mimeType)] : fileTypes,
    });
    return kept !== undefined && kept.client !== JSON.stringify(this.#describeClient(trackId));
  }

  /** What the answers are made by has changed, of these tracks or of all: each is asked for anew. */
  forget(trackIds: readonly string[] = [...this.#kept.keys()]): void {
    for (const trackId of trackIds) this.#kept.delete(trackId);
  }

  #findKept(trackId: string): Kept | undefined {
    const kept = this.#kept.get(trackId);
    if (!kept || kept.client !== JSON.stringify(this.#describeClient(trackId))) return undefined;
    const { playback, foreseenAtMs } = kept;
    const nowMs = this.#options.nowMs();
    if (foreseenAtMs !== undefined && nowMs - foreseenAtMs > FORESEEN_FOR_MS) return undefined;
    const holds = !playback || Date.parse(playback.expiresAt) - RENEW_BEFORE_MS > nowMs;
    return holds ? kept : undefined;
  }

  #describeClient(trackId: string): PlaybackClient {
    const abilities = this.#options.abilities();
    const { codecs, fileTypes } = this.#refused.get(trackId) ?? nothingRefused;
    return {
      ...abilities,
      segments: abilities.segments.filter(({ codec }) => !codecs.includes(codec)),
      files: abilities.files.filter((mimeType) => !fileTypes.includes(toBareType(mimeType))),
      maxBitrateKbps: null,
      quality: this.#options.qualityFor(abilities.network),
    };
  }

  async #ask(trackId: string, client: PlaybackClient): Promise<Playback> {
    const { data, error } = await this.#options.api.request('decidePlayback', {
      body: { trackIds: [trackId], client },
    });
    if (error) throw new SourceError(toReason(error));
    const playback = data.playbacks.find((answer) => answer.trackId === trackId);
    if (playback) return playback;
    throw new SourceError(refusalReasons[data.refusals[0]?.code ?? 'not-found']);
  }
}

const refusalReasons: Record<PlaybackRefusal['code'], FailureReason> = {
  'not-found': 'missing',
  'media-missing': 'missing',
  'media-unreadable': 'damaged',
  unsupported: 'unsupported',
  unavailable: 'unreachable',
};

const signedOut = new Set(['unauthenticated', 'session-expired', 'session-reused']);

function toReason({ code, isOffline }: ErrorInfo): FailureReason {
  if (signedOut.has(code)) return 'unauthenticated';
  return !isOffline && code === 'not-found' ? 'missing' : 'unreachable';
}
