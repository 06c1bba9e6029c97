import { decidePlayback, PLAYLIST_CLIENT } from '#models/decide-playback.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { TrackId } from '#models/ids.ts';
import type { Rendition, SegmentContainer } from '#models/playback.ts';
import type { WholePart } from '#models/whole-layout.ts';
import type { OpenTrack, StreamService } from '../stream-service.ts';
import { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition, RenditionReader } from './rendition-reader.ts';
import type { SegmentListener, SegmentMaker } from './segment-maker.ts';
import { revisionOf, type TrackSound, type TrackSoundReader } from './track-sound-reader.ts';
import { layOutWhole, wholeNameOf } from './whole-file.ts';

export interface MediaServiceOptions {
  streamService: Pick<StreamService, 'openTrack' | 'getPlace' | 'findAddress'>;
  soundReader: TrackSoundReader;
  renditionReader: RenditionReader;
  segmentMaker: SegmentMaker;
}

/** A track's bytes of one moment. */
export interface MediaVersion {
  trackId: TrackId;
  revision: string;
}

export interface MadeBytes {
  /** Null while they are being made. */
  sizeBytes: number | null;
  contentType: string;
  /** Waits until all are made. */
  getSizeBytes(): Promise<number>;
  /** Bytes [start, end), made as they are taken; up to the last where `end` is infinite. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

const INIT = /^init\.(mp4|webm|mpeg)$/;
/** One address for each: `00.m4s` would be another of the same bytes. */
const SEGMENT = /^(0|[1-9]\d{0,5})(\.run-up)?\.(m4s|webm|mp3)$/;
const CONTAINERS: Readonly<Record<string, SegmentContainer>> = { m4s: 'mp4', webm: 'webm', mp3: 'mpeg' };
const MOST_RENDITIONS = 10;

/** What is behind signed addresses. */
export class MediaService {
  readonly #options: MediaServiceOptions;

  constructor(options: MediaServiceOptions) {
    this.#options = options;
  }

  /** As `StreamService.findAddress`, for this version alone. @throws DomainError as `openOriginal` */
  async findOriginalAddress(
    { trackId, revision }: MediaVersion,
    toDisposition: (fileName: string) => string,
  ): ReturnType<StreamService['findAddress']> {
    const address = await this.#options.streamService.findAddress(trackId, toDisposition);
    if (address) await this.#options.soundReader.getFileOf(trackId, revision);
    return address;
  }

  /** @throws DomainError not-found; media-missing, also when the file is another one by now */
  async openOriginal({ trackId, revision }: MediaVersion): Promise<OpenTrack> {
    const { location } = await this.#options.streamService.getPlace(trackId);
    const track = await this.#options.streamService.openTrack(trackId);
    if (revisionOf({ ...track.file, location }) === revision) return track;
    track.file.close();
    throw new DomainError('media-missing', 'The file has changed since.');
  }

  /**
   * Those that a playlist is to list; without names what any player of HLS and DASH takes.
   * @throws DomainError not-found, media-missing, media-unreadable, unavailable
   */
  async listRenditions(version: MediaVersion, names?: readonly string[]): Promise<Rendition[]> {
    const { renditionReader } = this.#options;
    if (names && names.length > MOST_RENDITIONS) throw notFound('playlist');
    const sound = await this.#openSound(version);
    if (names) return Promise.all(names.map((name) => renditionReader.open(sound, name, 'mp4')));
    const plan = decidePlayback(sound.track.format, PLAYLIST_CLIENT, sound.sound);
    const renditions = plan ? await renditionReader.openPlanned(sound, plan) : [];
    if (renditions.length === 0) throw notFound('playlist');
    return renditions;
  }

  /** A file below a rendition's name. @throws DomainError as above */
  async make(
    version: MediaVersion,
    { rendition: name, file }: { rendition: string; file: string },
    { identify, signal }: Omit<SegmentListener, 'arrival'>,
  ): Promise<MadeBytes> {
    const { container, index, isRunUp } = parseName(file);
    const { renditionReader, segmentMaker } = this.#options;
    const listener = { identify, signal, arrival: segmentMaker.noteArrival() };
    const sound = await this.#openSound(version);
    const rendition = await renditionReader.open(sound, name, container);
    const contentType = `audio/${container}`;
    if (index === 'whole') return this.#makeWhole(sound, rendition, file, listener);
    const bytes =
      index === 'init'
        ? GrowingBytes.of(segmentMaker.makeInit(rendition))
        : await segmentMaker.getSegment({ sound, rendition, index, isRunUp }, listener);
    return {
      sizeBytes: bytes.sizeBytes,
      contentType,
      getSizeBytes: async () => (await bytes.readAll(signal)).length,
      read: (start, end) => bytes.read(signal, start, end),
    };
  }

  #makeWhole(sound: TrackSound, encoded: OpenRendition, file: string, listener: SegmentListener): MadeBytes {
    const { segmentMaker } = this.#options;
    if (!encoded.target || file !== wholeNameOf(encoded.codec)) throw notFound('file');
    const { rendition, layout, contentType, writeHead } = layOutWhole(encoded);
    const { sizeBytes } = layout;
    const readPart = async (part: WholePart, arrival: number | undefined): Promise<GrowingBytes> => {
      if (part.kind === 'head') return GrowingBytes.of(writeHead());
      const { index, length } = part;
      return segmentMaker.getWholePart({ sound, rendition, index, length }, { ...listener, arrival });
    };
    return {
      sizeBytes,
      contentType,
      getSizeBytes: async () => sizeBytes,
      async *read(start, end) {
        let { arrival } = listener;
        for (const part of layout.partsIn(start, end)) {
          const bytes = await readPart(part, arrival);
          // Its other parts are behind what others have asked for meanwhile.
          if (part.kind === 'segment') arrival = undefined;
          yield* bytes.read(listener.signal, start - part.start, Math.min(part.length, end - part.start));
        }
      },
    };
  }

  async #openSound({ trackId, revision }: MediaVersion): Promise<TrackSound> {
    const { soundReader } = this.#options;
    return soundReader.open(await soundReader.getFileOf(trackId, revision));
  }
}

interface MediaName {
  container: SegmentContainer;
  index: number | 'init' | 'whole';
  isRunUp: boolean;
}

function parseName(file: string): MediaName {
  const init = INIT.exec(file)?.[1];
  if (init) return { container: init as SegmentContainer, index: 'init', isRunUp: false };
  const [, index, runUp, extension = ''] = SEGMENT.exec(file) ?? [];
  if (index !== undefined)
    return { container: CONTAINERS[extension] ?? 'mp4', index: Number(index), isRunUp: runUp !== undefined };
  if (file.startsWith('whole.')) return { container: 'mp4', index: 'whole', isRunUp: false };
  throw notFound('file');
}
