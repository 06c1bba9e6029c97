import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { readAudioSpecificConfig } from '../codecs/audio-specific-config.ts';
import { opusPacketSamples } from '../codecs/opus-packet.ts';
import { readStreamInfo, STREAM_INFO_BYTES } from '../codecs/stream-info.ts';
import { toCodecSetup } from '../codecs/to-codec-setup.ts';
import { findFrameHeader } from '../flac/frame-header.ts';
import { findMp3Header } from '../mp3/mp3-header.ts';
import type { CodecSetup } from '../packet-stream.ts';
import { readElementaryStream } from './elementary-stream.ts';
import { boxesIn } from './read-boxes.ts';

/** What `stsd` says, as far as packets need it. */
export interface Mp4Codec {
  setup: CodecSetup;
  /** Where every packet has as many: then their number counts, not the table of times. */
  frameSamples: number | undefined;
  /** What a decoder gives for the packet. */
  countSamples(packet: Uint8Array): number | undefined;
}

interface SampleEntry {
  channels: number;
  sampleRateHz: number;
  children: ReadonlyMap<string, Uint8Array>;
}

const ENTRY_BYTES = 28;
/** QuickTime's versions 1 and 2 of a sound description have more fields before the boxes. */
const EXTRA_BYTES: Readonly<Record<number, number>> = { 1: 16, 2: 36 };
const AAC_OBJECTS = [0x40, 0x66, 0x67, 0x68];
const MP3_OBJECTS = [0x69, 0x6b];
/** AAC of packets of 1024 or 960 samples: Main, LC, SSR, LTP, HE and HE v2. */
const AAC_TYPES = [1, 2, 3, 4, 5, 29];

/** The first codec of `stsd` that can be packaged; `firstPacket` tells a layer of MPEG audio that the entry does not. */
export function findMp4Codec(stsd: ByteCursor, firstPacket: Uint8Array): Mp4Codec | undefined {
  stsd.skip(8);
  for (const { type, content } of boxesIn(stsd)) {
    const codec = readers[type]?.(readEntry(content), firstPacket);
    if (codec) return codec;
  }
  return undefined;
}

function readEntry(content: Uint8Array): SampleEntry {
  const cursor = new ByteCursor(content, 8);
  const version = cursor.u16();
  cursor.skip(6);
  const channels = cursor.u16();
  cursor.skip(6);
  const sampleRateHz = cursor.u16();
  cursor.position = ENTRY_BYTES;
  cursor.skip(Math.min(cursor.remaining, EXTRA_BYTES[version] ?? 0));
  const children = new Map<string, Uint8Array>();
  for (const { type, content: child } of boxesIn(cursor)) {
    if (type === 'wave') for (const inner of boxesIn(new ByteCursor(child))) children.set(inner.type, inner.content);
    else children.set(type, child);
  }
  return { channels, sampleRateHz, children };
}

const readers: Readonly<Record<string, (entry: SampleEntry, firstPacket: Uint8Array) => Mp4Codec | undefined>> = {
  mp4a(entry, firstPacket) {
    const esds = entry.children.get('esds');
    if (!esds) return undefined;
    const { objectType, config } = readElementaryStream(esds);
    if (MP3_OBJECTS.includes(objectType)) return toMp3(firstPacket);
    return AAC_OBJECTS.includes(objectType) && config ? toAac(config, entry.channels) : undefined;
  },
  '.mp3': (_entry, firstPacket) => toMp3(firstPacket),
  fLaC({ children }) {
    const dfLa = children.get('dfLa');
    if (!dfLa) return undefined;
    const extradata = new ByteCursor(dfLa, 8).take(STREAM_INFO_BYTES).slice();
    const info = readStreamInfo(extradata);
    const setup = toCodecSetup({ ...info, codec: 'flac', extradata });
    return {
      setup,
      frameSamples: undefined,
      countSamples: (packet) => findFrameHeader(packet, 0, info)?.blockSamples,
    };
  },
  Opus({ children }) {
    const dOps = children.get('dOps');
    if (!dOps) return undefined;
    const extradata = toOpusHead(new ByteCursor(dOps));
    const setup = toCodecSetup({ codec: 'opus', sampleRateHz: 48_000, channels: 0, extradata });
    return { setup, frameSamples: undefined, countSamples: opusPacketSamples };
  },
};

function toAac(config: Uint8Array, channels: number): Mp4Codec | undefined {
  const { objectType, frameSamples } = readAudioSpecificConfig(config);
  if (!AAC_TYPES.includes(objectType) || !Number.isInteger(frameSamples) || frameSamples === 0) return undefined;
  const setup = toCodecSetup({ codec: 'aac', sampleRateHz: 0, channels, extradata: config });
  return { setup, frameSamples, countSamples: () => frameSamples };
}

function toMp3(firstPacket: Uint8Array): Mp4Codec | undefined {
  const header = findMp3Header(firstPacket, 0);
  if (!header) return undefined;
  const { frameSamples, sampleRateHz, channels } = header;
  const setup = toCodecSetup({ codec: 'mp3', sampleRateHz, channels, extradata: new Uint8Array() });
  return { setup, frameSamples, countSamples: () => frameSamples };
}

/** OpusHead has the fields of `dOps` as little-endian numbers, and version 1. */
function toOpusHead(dOps: ByteCursor): Uint8Array {
  dOps.skip(1);
  const channels = dOps.u8();
  const [preSkip, rateHz, gain] = [dOps.take(2), dOps.take(4), dOps.take(2)];
  const reversed = [preSkip, rateHz, gain].map((field) => field.toReversed());
  return concatBytes([asciiBytes('OpusHead'), Uint8Array.of(1, channels), ...reversed, dOps.take(dOps.remaining)]);
}
