import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  openPacketStream,
  runUpSamplesOf,
  withFraming,
  writeInitSegment,
  writeMediaSegment,
  type PacketStream,
} from '../../../../packages/media-containers/src/media-containers.ts';

/** Short, so that a test of seconds has some of them. */
const SEGMENT_SECONDS = 1;
const PIECE_MS = 20;

interface Request {
  file: string;
  /** Null for the init segment, and for what a decoder hears before a segment. */
  index: number | null;
}

/** Serves files of the lab in segments, as the server does, over a link and with a mind that tests change while it plays. */
export class LabMedia {
  /** Of the link; null for as fast as it goes. */
  kbps: number | null = null;
  /** Connections are cut at once, as by a server that stops. */
  isDown = false;
  /** Renditions of each track, best first: names of files, with the bit rate that is told. */
  tracks: readonly { file: string; bitrateKbps: number }[][] = [];
  onRequest: (request: Request) => void = () => undefined;
  /** What is wrong with a file from now on. */
  readonly faults = new Map<string, 'gone' | 'damaged'>();
  readonly served: (Request & { status: number })[] = [];
  readonly #folder: string;
  readonly #streams = new Map<string, Promise<PacketStream>>();
  readonly #open = new Set<ServerResponse>();
  #token = 1;

  constructor(folder: string) {
    this.#folder = folder;
  }

  reset(tracks: LabMedia['tracks']): void {
    this.tracks = tracks;
    this.kbps = null;
    this.isDown = false;
    this.onRequest = () => undefined;
    this.faults.clear();
    this.served.length = 0;
  }

  /** Addresses that were given are refused from now on. */
  expire(): void {
    this.#token += 1;
  }

  stop(): void {
    this.isDown = true;
    for (const response of this.#open) response.destroy();
  }

  start(): void {
    this.isDown = false;
  }

  /** False for what is no address of media. */
  async answer(path: string, response: ServerResponse): Promise<boolean> {
    const [, kind, first = '', file = '', piece = ''] = path.split('/');
    if (kind !== 'media' && kind !== 'playback') return false;
    if (this.isDown) {
      response.destroy();
      return true;
    }
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    if (kind === 'playback') await this.#decide(Number(first), { isLow: file === 'low', response });
    else await this.#serve({ token: first, file, piece }, response);
    return true;
  }

  async #decide(track: number, { isLow, response }: { isLow: boolean; response: ServerResponse }): Promise<void> {
    const renditions = await Promise.all(
      (this.tracks[track] ?? []).slice(isLow ? -1 : 0).map(async ({ file, bitrateKbps }) => {
        const { setup, delaySamples, durationSamples } = await this.#stream(file);
        const { codec, channels, bitDepth, sampleRateHz, mimeType } = setup;
        const segmentSamples = SEGMENT_SECONDS * sampleRateHz;
        const url = `/media/${this.#token}/${file}`;
        return {
          id: file,
          codec,
          channels,
          bitDepth,
          sampleRateHz,
          mimeType,
          bitrateKbps,
          delaySamples,
          durationSamples,
          isOriginal: false,
          segmentSamples,
          segmentCount: Math.ceil((delaySamples + durationSamples) / segmentSamples),
          initUrl: `${url}/init`,
          segmentUrl: `${url}/{n}`,
        };
      }),
    );
    const segments = { renditions };
    const answer = {
      trackId: `${track}`,
      decision: 'transcode',
      reason: 'bitrate',
      file: null,
      segments,
      loudness: null,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...answer, expiresAt: '2999-01-01T00:00:00Z', hlsUrl: null, dashUrl: null }));
  }

  async #serve(
    { token, file, piece }: { token: string; file: string; piece: string },
    response: ServerResponse,
  ): Promise<void> {
    const index = /^\d+$/.test(piece) ? Number(piece) : null;
    this.onRequest({ file, index });
    if (this.isDown) return;
    const fault = this.faults.get(file);
    const status = fault === 'gone' ? 410 : token === String(this.#token) ? 200 : 403;
    this.served.push({ file, index, status });
    response.writeHead(status, { 'cache-control': 'no-store' });
    if (status !== 200) return void response.end();
    const bytes = await this.#read(file, piece);
    await this.#send(fault === 'damaged' ? bytes.map((byte) => byte ^ 0x5a) : bytes, response);
  }

  async #send(bytes: Uint8Array, response: ServerResponse): Promise<void> {
    for (let at = 0; at < bytes.length && !response.destroyed;) {
      const length = this.kbps === null ? bytes.length : Math.ceil((this.kbps * PIECE_MS) / 8);
      response.write(bytes.subarray(at, at + length));
      at += length;
      if (at < bytes.length) await delay(PIECE_MS);
    }
    response.end();
  }

  async #read(file: string, piece: string): Promise<Uint8Array> {
    const stream = await this.#stream(file);
    const { setup, delaySamples, durationSamples } = stream;
    if (piece === 'init') return writeInitSegment(setup, { durationSamples, delaySamples });
    const sequence = Number.parseInt(piece, 10);
    const samples = SEGMENT_SECONDS * setup.sampleRateHz;
    const start = sequence * samples;
    const packets = piece.endsWith('.run-up')
      ? await stream.readPackets(start - runUpSamplesOf(setup), start)
      : await stream.readPackets(start, start + samples);
    const fragmentSamples = Math.round(samples / 4);
    return packets.length > 0 ? writeMediaSegment(setup, { sequence, packets, fragmentSamples }) : new Uint8Array();
  }

  #stream(file: string): Promise<PacketStream> {
    const known = this.#streams.get(file) ?? openFile(join(this.#folder, basename(file)));
    this.#streams.set(file, known);
    return known;
  }
}

async function openFile(path: string): Promise<PacketStream> {
  const bytes = new Uint8Array(await readFile(path));
  const read = async (position: number, length: number) => bytes.subarray(position, position + length);
  const stream = await openPacketStream({ sizeBytes: bytes.length, read });
  if (!stream) throw new Error(`${path} has no packets`);
  // Chromium takes no MP3 in MP4.
  return stream.setup.codec === 'mp3' ? { ...stream, setup: withFraming(stream.setup, 'mpeg') } : stream;
}
