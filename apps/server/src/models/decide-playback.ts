import type {
  PackagedCodec,
  PlaybackClient,
  PlaybackDecision,
  PlaybackReason,
  SegmentContainer,
} from '@jetstream/api-contract';
import {
  ADAPTIVE_BITRATES_KBPS,
  BITRATES_KBPS,
  mostChannelsOf,
  plainKbpsOf,
  ratesOf,
  type EncodingTarget,
} from './encoding-target.ts';
import { isFilePlayed } from './file-type.ts';
import type { AudioFormat } from './track.ts';

/** What was found in the file when it was opened. */
export interface ProbedSound {
  sampleRateHz: number;
  channels: number;
  /** Null of lossy sound. */
  bitDepth: number | null;
  isLossless: boolean;
  bitrateKbps: number;
  /** How its own packets go into segments; null when they cannot. */
  packets: { codec: PackagedCodec; containers: readonly SegmentContainer[] } | null;
  /** Its packets could not be found, although its codec has some. */
  isDamaged: boolean;
}

/** A sound in segments: the original's packets, or encoded. */
export interface PlannedRendition {
  container: SegmentContainer;
  target: EncodingTarget | 'original';
}

interface LossyRendition extends PlannedRendition {
  target: EncodingTarget;
}

export interface PlaybackPlan {
  decision: PlaybackDecision;
  reason: PlaybackReason;
  /** Best first; the first is the chosen one. */
  renditions: PlannedRendition[];
  /** What to offer as a whole file. */
  file: EncodingTarget | 'original' | null;
}

const QUALITY_KBPS = { original: null, high: 256, normal: 160, low: 96 } as const;
const NETWORK_KBPS = { unmetered: null, metered: 192, slow: 96 } as const;
/** Encoding anew what is nearly small enough would cost quality and save nothing. */
const TOLERANCE = 1.15;
/** Best sound for its bytes first. */
const LOSSY_CODECS = ['opus', 'aac', 'mp3'] as const;
/** Below it, AAC is worse all the time than a change of the sample rate is for a moment. */
const LEAST_ALIKE_KBPS = 96;
/** What is asked for when nothing bounds it: nobody has told these from the original in a blind test. */
const BEST_KBPS = { opus: 256, aac: 256, mp3: 320 } as const;
/** Has all frequencies that people hear. */
const HEARD_RATE_HZ = 44_100;
const FLAC_FILE = { mimeType: 'audio/flac', codec: 'flac' } as const;
const FILE_MIME_TYPES = { opus: 'audio/mp4', aac: 'audio/mp4', mp3: 'audio/mpeg' } as const;
/** FLAC saves at least this share of most music, so what passes a bound is known before it is encoded. */
const FLAC_SHARE = 0.7;

/** Stands for players that nobody has asked what they take: FLAC and AAC are what those of HLS and DASH have in common. */
export const PLAYLIST_CLIENT: PlaybackClient = {
  segments: [
    { container: 'mp4', codec: 'flac' },
    { container: 'mp4', codec: 'aac' },
  ],
  files: [],
  maxBitrateKbps: null,
  maxSampleRateHz: null,
  maxChannels: null,
  quality: 'original',
  network: 'unmetered',
};

/** How a client gets a sound; undefined when it takes nothing that can be made of it. */
export function decidePlayback(
  format: Pick<AudioFormat, 'mimeType' | 'codec'>,
  client: PlaybackClient,
  sound: ProbedSound,
): PlaybackPlan | undefined {
  const obstacle = sound.isDamaged ? 'damaged' : findObstacle(client, sound);
  const isFile = isFilePlayed(format, client.files);
  const container = findContainer(client, sound);
  const encodedFile = findFileTarget(client, sound) ?? null;
  if (!obstacle && (isFile || container)) {
    const original: PlannedRendition[] = container ? [{ container, target: 'original' }] : [];
    const lower = container ? listBeside(sound.sampleRateHz, client, sound) : [];
    const beside = lower.filter(({ target }) => isBelow(target, sound));
    return {
      decision: isFile ? 'direct' : 'remux',
      reason: isFile ? 'as-is' : 'container-unsupported',
      renditions: [...original, ...beside],
      file: isFile ? 'original' : encodedFile,
    };
  }
  const lossless = findLossless(client, sound);
  const renditions: PlannedRendition[] = lossless
    ? [{ container: 'mp4', target: lossless }, ...listBeside(lossless.sampleRateHz, client, sound)]
    : listLossy(client, sound);
  if (renditions.length === 0 && !encodedFile) return undefined;
  return { decision: 'transcode', reason: obstacle ?? explain(format.codec, client), renditions, file: encodedFile };
}

/** What keeps the original from being given as it is, whatever container it is in. */
function findObstacle(client: PlaybackClient, sound: ProbedSound): PlaybackReason | undefined {
  if (sound.channels > (client.maxChannels ?? Infinity)) return 'channels-unsupported';
  if (sound.sampleRateHz > (client.maxSampleRateHz ?? Infinity)) return 'sample-rate-unsupported';
  const bounds: [reason: PlaybackReason, bitrateKbps: number | null][] = [
    ['bitrate-above-limit', client.maxBitrateKbps],
    ['network-limited', NETWORK_KBPS[client.network]],
    ['quality-chosen', QUALITY_KBPS[client.quality]],
  ];
  const limit = limitOf(client);
  if (sound.bitrateKbps <= limit * TOLERANCE) return undefined;
  return bounds.find(([, bitrateKbps]) => bitrateKbps === limit)?.[0];
}

const limitOf = (client: PlaybackClient): number =>
  Math.min(
    ...[client.maxBitrateKbps, NETWORK_KBPS[client.network], QUALITY_KBPS[client.quality]].map(
      (bitrateKbps) => bitrateKbps ?? Infinity,
    ),
  );

function findContainer(client: PlaybackClient, { packets }: ProbedSound): SegmentContainer | undefined {
  return packets?.containers.find((container) =>
    client.segments.some((taken) => taken.container === container && taken.codec === packets.codec),
  );
}

const explain = (codec: string, { segments, files }: PlaybackClient): PlaybackReason =>
  segments.some((taken) => taken.codec === codec) || files.some((type) => type.toLowerCase().includes(codec))
    ? 'container-unsupported'
    : 'codec-unsupported';

/** Below the original by more than players would notice as a change for nothing. */
const isBelow = (target: PlannedRendition['target'], sound: ProbedSound): boolean =>
  target !== 'original' && (target.bitrateKbps ?? Infinity) * TOLERANCE < sound.bitrateKbps;

function findLossless(client: PlaybackClient, sound: ProbedSound): EncodingTarget | undefined {
  const isTaken = client.segments.some(({ container, codec }) => container === 'mp4' && codec === 'flac');
  if (!isTaken || !sound.isLossless || sound.bitrateKbps * FLAC_SHARE > limitOf(client)) return undefined;
  return shape('flac', null, client, sound);
}

/** The codec with the best sound for its bytes. */
const listLossy = (client: PlaybackClient, sound: ProbedSound): LossyRendition[] =>
  LOSSY_CODECS.map((codec) => listRates(codec, client, sound)).find(({ length }) => length > 0) ?? [];

/**
 * What a player goes down to from a sound of this sample rate: codecs that keep it, since a change of it in the middle is heard, and the best
 * one at rates where that is heard more.
 */
function listBeside(sampleRateHz: number, client: PlaybackClient, sound: ProbedSound): LossyRendition[] {
  const alike = LOSSY_CODECS.map((codec) => listRates(codec, client, sound)).find(
    ([first]) => first?.target.sampleRateHz === sampleRateHz,
  );
  return listLossy(client, sound).map((best) => {
    const { bitrateKbps } = best.target;
    if ((bitrateKbps ?? 0) < LEAST_ALIKE_KBPS) return best;
    return alike?.find(({ target }) => target.bitrateKbps === bitrateKbps) ?? best;
  });
}

/** One codec at its chosen rate, and the lower ones that are offered beside it; nothing when the client does not take it. */
function listRates(codec: (typeof LOSSY_CODECS)[number], client: PlaybackClient, sound: ProbedSound): LossyRendition[] {
  const taken = client.segments.filter((segments) => segments.codec === codec);
  const container = taken.find((segments) => segments.container === 'mp4')?.container ?? taken[0]?.container;
  // WebM holds no AAC and no MP3, and bare frames are those of MP3.
  const isHeld = { mp4: true, webm: codec === 'opus', mpeg: codec === 'mp3' };
  if (!container || !isHeld[container]) return [];
  const chosen = chooseBitrate(codec, client, sound);
  const rates = [chosen, ...ADAPTIVE_BITRATES_KBPS.filter((bitrateKbps) => bitrateKbps < chosen).toReversed()];
  const targets = rates.flatMap((bitrateKbps) => shape(codec, bitrateKbps, client, sound) ?? []);
  return targets.map((target) => ({ container, target }));
}

/** A file of FLAC holds samples as they are, as only then its length is known before it is encoded (docs/adr): it is as large as WAV. */
function findFileTarget(client: PlaybackClient, sound: ProbedSound): EncodingTarget | undefined {
  const lossless = sound.isLossless && isFilePlayed(FLAC_FILE, client.files) && shape('flac', null, client, sound);
  if (lossless && plainKbpsOf(lossless) <= limitOf(client)) return lossless;
  for (const codec of LOSSY_CODECS) {
    if (!isFilePlayed({ mimeType: FILE_MIME_TYPES[codec], codec }, client.files)) continue;
    const target = shape(codec, chooseBitrate(codec, client, sound), client, sound);
    if (target) return target;
  }
  return undefined;
}

/**
 * Whether there may be a client that is offered it: who has an address of a track may write any name behind it. What the catalogue says of
 * a sound does not count, which a scan may correct while an address is good; so a lossy original may be asked for in more than it has,
 * which is bounded and harms nobody.
 */
export const isOfferable = ({ codec, bitrateKbps }: EncodingTarget): boolean =>
  codec === 'flac' || (bitrateKbps ?? Infinity) <= BEST_KBPS[codec];

/** Whether it has no more samples than there are. Lossy targets are few and small; FLAC of what was never there may be huge. */
export function isOfferedOf(target: EncodingTarget, sound: ProbedSound): boolean {
  const { codec, sampleRateHz, channels, bitDepth } = target;
  if (codec !== 'flac') return true;
  const offered = ratesOf(codec);
  const isOfRate = [...offered, Infinity].some(
    (limitHz) => chooseRate(offered, sound.sampleRateHz, limitHz) === sampleRateHz,
  );
  return isOfRate && sound.isLossless && bitDepth === flacDepthOf(sound) && channels <= sound.channels;
}

/** More than a lossy original has brings nothing back; less takes something away. */
function mostKbps(codec: keyof typeof BEST_KBPS, sound: ProbedSound): number {
  const enough = BITRATES_KBPS.find((bitrateKbps) => bitrateKbps * TOLERANCE >= sound.bitrateKbps) ?? Infinity;
  const useful = sound.isLossless ? Infinity : enough;
  return Math.min(Math.max(useful, ADAPTIVE_BITRATES_KBPS[0]), BEST_KBPS[codec]);
}

function chooseBitrate(codec: keyof typeof BEST_KBPS, client: PlaybackClient, sound: ProbedSound): number {
  const limit = Math.min(limitOf(client), mostKbps(codec, sound));
  return BITRATES_KBPS.findLast((bitrateKbps) => bitrateKbps <= limit) ?? BITRATES_KBPS[0];
}

/** Undefined when the codec has no sample rate that the client takes. */
function shape(
  codec: EncodingTarget['codec'],
  bitrateKbps: number | null,
  client: PlaybackClient,
  sound: ProbedSound,
): EncodingTarget | undefined {
  const sampleRateHz = chooseRate(ratesOf(codec), sound.sampleRateHz, client.maxSampleRateHz ?? Infinity);
  if (sampleRateHz === undefined) return undefined;
  const channels = Math.min(sound.channels, client.maxChannels ?? Infinity, mostChannelsOf(codec));
  const bitDepth = codec === 'flac' ? flacDepthOf(sound) : null;
  return { codec, bitrateKbps, sampleRateHz, channels, bitDepth };
}

const flacDepthOf = ({ bitDepth }: ProbedSound): 16 | 24 => (needs24Bits(bitDepth ?? 16) ? 24 : 16);

/** One bit is DSD, whose many samples become few deep ones. */
const needs24Bits = (bitDepth: number): boolean => bitDepth > 16 || bitDepth === 1;

/**
 * The source's own rate; else the next above, so that nothing is lost; else the highest below that divides it, whose conversion is the
 * cleanest, if it keeps all that is heard; else the highest there is.
 */
function chooseRate(offered: readonly number[], sourceHz: number, limitHz: number): number | undefined {
  const allowed = offered.filter((rateHz) => rateHz <= limitHz);
  return (
    allowed.find((rateHz) => rateHz === sourceHz) ??
    allowed.find((rateHz) => rateHz > sourceHz) ??
    allowed.findLast((rateHz) => rateHz >= HEARD_RATE_HZ && sourceHz % rateHz === 0) ??
    allowed.at(-1)
  );
}
