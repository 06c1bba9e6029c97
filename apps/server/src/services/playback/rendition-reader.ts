import { hash } from 'node:crypto';
import { framingsOf, withFraming, type CodecSetup } from '@jetstream/media-containers';
import type { Transcoder } from '#gateways/transcoder.ts';
import { BoundedMap } from '#models/bounded-map.ts';
import { isOfferable, isOfferedOf, type PlannedRendition, type PlaybackPlan } from '#models/decide-playback.ts';
import { fromTargetName, segmentSamplesOf, toTargetName, type EncodingTarget } from '#models/encoding-target.ts';
import { DomainError, notFound } from '#models/errors.ts';
import { countSegments, ORIGINAL_NAME, type Rendition, type SegmentContainer } from '#models/playback.ts';
import { toResampledLength } from '#models/resampled-length.ts';
import type { TrackSound } from './track-sound-reader.ts';

/** A rendition with what its segments are made with. */
export interface OpenRendition extends Rendition {
  setup: CodecSetup;
  /** Null for the original's own packets. */
  target: EncodingTarget | null;
}

const LENGTHS_KEPT = 500;
const ENCODED_NAME = /^(.+)-x([0-9a-z]{6})$/;

/** Finds what a rendition is made of: where its segments are and what a decoder has to know, without making any. */
export class RenditionReader {
  readonly #transcoder: Transcoder;
  readonly #lengths = new BoundedMap<string, Promise<{ samples: number; sampleRateHz: number }>>(LENGTHS_KEPT);

  constructor({ transcoder }: { transcoder: Transcoder }) {
    this.#transcoder = transcoder;
  }

  /** @throws DomainError not-found for a name that is offered to nobody; media-missing for one that playback would not answer any more */
  async open(sound: TrackSound, name: string, container: SegmentContainer): Promise<OpenRendition> {
    if (name === ORIGINAL_NAME) return this.openOriginal(sound, container);
    const [, targetName = '', mark = ''] = ENCODED_NAME.exec(name) ?? [];
    const target = fromTargetName(targetName);
    if (!target || !isOfferable(target)) throw notFound('rendition');
    if (!isOfferedOf(target, sound.sound)) throw new DomainError('media-missing', 'It is not offered of this file.');
    const rendition = await this.openEncoded(sound, target, container);
    if (!rendition.name.endsWith(mark)) throw new DomainError('media-missing', 'It is encoded in another way by now.');
    return rendition;
  }

  /** Those of a plan, best first. @throws DomainError as `openEncoded`, when there is nothing else to play */
  async openPlanned(sound: TrackSound, { decision, renditions }: PlaybackPlan): Promise<OpenRendition[]> {
    const open = async ({ target, container }: PlannedRendition) =>
      target === ORIGINAL_NAME ? this.openOriginal(sound, container) : this.openEncoded(sound, target, container);
    const opened = await Promise.all(
      renditions.map((planned) =>
        open(planned).catch((error: unknown) => {
          // The original plays without an encoder; only the rates beside it are missing then.
          if (decision === 'transcode' || !(error instanceof DomainError)) throw error;
          return undefined;
        }),
      ),
    );
    return opened.filter((rendition) => rendition !== undefined);
  }

  /** @throws DomainError not-found when the file has no packets that the container takes. */
  openOriginal({ packets, sound }: TrackSound, container: SegmentContainer): OpenRendition {
    if (!packets || !sound.packets?.containers.includes(container)) throw notFound('rendition');
    const { delaySamples, durationSamples } = packets;
    const setup = withFraming(packets.setup, container);
    const { codec, mimeType, sampleRateHz, channels, bitDepth } = setup;
    const segmentSamples = segmentSamplesOf(codec, sampleRateHz);
    const place = { segmentSamples, delaySamples, durationSamples, sampleRateHz };
    const { bitrateKbps } = sound;
    const format = { codec, container, mimeType, bitrateKbps, channels, bitDepth };
    return { name: ORIGINAL_NAME, ...format, ...place, segmentCount: countSegments(place), setup, target: null };
  }

  /** @throws DomainError not-found when the container does not take the codec; unavailable, unsupported, media-unreadable */
  async openEncoded(sound: TrackSound, target: EncodingTarget, container: SegmentContainer): Promise<OpenRendition> {
    if (!framingsOf[target.codec].includes(container)) throw notFound('rendition');
    const [description, length] = await Promise.all([this.#transcoder.describe(target), this.#getLength(sound)]);
    if (length.samples === 0) throw new DomainError('media-unreadable', 'There is no sound in the file.');
    const { setup, delaySamples, encoder } = description;
    const { codec, sampleRateHz, channels, bitDepth } = target;
    const durationSamples = toResampledLength(length.samples, length.sampleRateHz, sampleRateHz);
    const segmentSamples = segmentSamplesOf(codec, sampleRateHz);
    const place = { segmentSamples, delaySamples, durationSamples, sampleRateHz };
    const bitrateKbps = target.bitrateKbps ?? sound.sound.bitrateKbps;
    const framed = withFraming(setup, container);
    const format = { codec, container, mimeType: framed.mimeType, bitrateKbps, channels, bitDepth };
    const name = `${toTargetName(target)}-x${toMark(encoder)}`;
    return { name, ...format, ...place, segmentCount: countSegments(place), setup: framed, target };
  }

  /** Known from the packets, or found by decoding: what headers say is often wrong. */
  async #getLength({ packets, file, location }: TrackSound): Promise<{ samples: number; sampleRateHz: number }> {
    if (packets) return { samples: packets.durationSamples, sampleRateHz: packets.setup.sampleRateHz };
    return BoundedMap.share(this.#lengths, `${location} ${file.revision}`, async () => {
      const { durationSamples, sampleRateHz } = await this.#transcoder.probe({ location, revision: file.revision });
      return { samples: durationSamples, sampleRateHz };
    });
  }
}

const toMark = (encoder: string): string =>
  BigInt(`0x${hash('sha256', encoder, 'hex').slice(0, 12)}`)
    .toString(36)
    .padStart(6, '0')
    .slice(-6);
