import { framingsOf, type ByteSource, type PacketStream } from '@jetstream/media-containers';
import type { MediaStore, StoredFile } from '#gateways/media-store.ts';
import { BoundedMap } from '#models/bounded-map.ts';
import type { ProbedSound } from '#models/decide-playback.ts';
import { DomainError } from '#models/errors.ts';
import type { TrackId } from '#models/ids.ts';
import { toMediaRevision } from '#models/media-address.ts';
import { schemeOf } from '#models/media-location.ts';
import type { StreamService, TrackPlace } from '../stream-service.ts';
import { StoredFileSource } from './stored-file-source.ts';

export interface TrackSoundReaderOptions {
  streamService: Pick<StreamService, 'getPlace'>;
  mediaStore: MediaStore;
  /** Undefined when the bytes hold no packets that can be put into segments; it throws when they are damaged. */
  openPackets: (source: ByteSource) => Promise<PacketStream | undefined>;
}

/** The file of a track as it is now. */
export interface TrackFile extends TrackPlace {
  file: StoredFile;
  /** As in addresses. */
  revision: string;
}

/** A file and what is in it. */
export interface TrackSound extends TrackFile {
  packets: PacketStream | null;
  sound: ProbedSound;
}

/** Each holds an index of its packets, of up to some hundred KB. */
const OPEN_STREAMS = 64;
/** What FFmpeg names so has packets that can be taken as they are. */
const PACKAGED: ReadonlySet<string> = new Set(['aac', 'mp3', 'flac', 'opus', 'vorbis']);

/** Opens the sound of tracks, once for all who listen. */
export class TrackSoundReader {
  readonly #options: TrackSoundReaderOptions;
  readonly #streams = new BoundedMap<string, Promise<{ packets: PacketStream | null; isDamaged: boolean }>>(
    OPEN_STREAMS,
  );

  constructor(options: TrackSoundReaderOptions) {
    this.#options = options;
  }

  /** @throws DomainError not-found, media-missing, unavailable */
  async getFile(id: TrackId): Promise<TrackFile> {
    const place = await this.#options.streamService.getPlace(id);
    const file = await this.#options.mediaStore.findFile(place.location);
    if (!file) throw new DomainError('media-missing', 'The file of the track is not there.');
    return { ...place, file, revision: revisionOf(file) };
  }

  /** As `getFile`. @throws DomainError media-missing too when the file is another one by now: playback is to be asked for again. */
  async getFileOf(id: TrackId, revision: string): Promise<TrackFile> {
    const found = await this.getFile(id);
    if (found.revision !== revision) throw new DomainError('media-missing', 'The file has changed since.');
    return found;
  }

  async open(place: TrackFile): Promise<TrackSound> {
    // A copy that took the file's place, with its size and time, has its addresses; what was opened reads the former alone.
    const { packets, isDamaged } = await BoundedMap.share(
      this.#streams,
      `${place.location} ${place.file.revision}`,
      () => this.#openPackets(place),
    );
    return { ...place, packets, sound: toSound(place, packets, isDamaged) };
  }

  async #openPackets({ file, track }: TrackFile) {
    if (!PACKAGED.has(track.format.codec)) return { packets: null, isDamaged: false };
    try {
      const packets = await this.#options.openPackets(new StoredFileSource(this.#options.mediaStore, file));
      return { packets: packets ?? null, isDamaged: false };
    } catch (error) {
      // Of the store, not of the file.
      if (error instanceof DomainError) throw error;
      return { packets: null, isDamaged: true };
    }
  }
}

export const revisionOf = (file: StoredFile): string =>
  toMediaRevision({ ...file, objectRevision: schemeOf(file.location) === 'file' ? null : file.revision });

function toSound({ track, file }: TrackFile, packets: PacketStream | null, isDamaged: boolean): ProbedSound {
  const { format, durationMs } = track;
  const seconds = packets ? packets.durationSamples / packets.setup.sampleRateHz : durationMs / 1000;
  return {
    sampleRateHz: packets?.setup.sampleRateHz ?? format.sampleRateHz ?? 44_100,
    channels: packets?.setup.channels ?? format.channels ?? 2,
    bitDepth: format.bitDepth,
    isLossless: format.isLossless,
    bitrateKbps: format.bitrateKbps ?? (seconds > 0 ? (file.sizeBytes * 8) / 1000 / seconds : 0),
    packets: packets && { codec: packets.setup.codec, containers: framingsOf[packets.setup.codec] },
    isDamaged,
  };
}
