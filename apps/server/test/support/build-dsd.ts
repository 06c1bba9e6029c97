/** DSD of the lowest rate: 64 bits for each sample of a CD. */
const BITS_PER_SAMPLE = 64;
const RATE_HZ = 44_100 * BITS_PER_SAMPLE;
const CHANNELS = 2;
const DSF_BLOCK_BYTES = 4096;
/** The second-order modulator is not stable at full scale. */
const GAIN = 0.5;
const BOUND = 8;

/** One channel at 44.1 kHz as a stream of bits, the earlier in the higher: a sigma-delta modulator of second order. */
export function modulateDsd(samples: Float32Array): Uint8Array {
  const bytesPerSample = BITS_PER_SAMPLE / 8;
  const stream = new Uint8Array(samples.length * bytesPerSample);
  let [first, second] = [0, 0];
  const clamp = (value: number) => Math.max(-BOUND, Math.min(BOUND, value));
  for (let at = 0; at < stream.length; at++) {
    const wanted = (samples[Math.floor(at / bytesPerSample)] ?? 0) * GAIN;
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) {
      const given = second >= 0 ? 1 : -1;
      first = clamp(first + wanted - given);
      second = clamp(second + first - 2 * given);
      byte = (byte << 1) | (given > 0 ? 1 : 0);
    }
    stream[at] = byte;
  }
  return stream;
}

/** DSF File Format Specification 1.01: the same stream in both channels, in blocks, each byte turned round. */
export function buildDsf(stream: Uint8Array): Buffer {
  const blocks = Math.ceil(stream.length / DSF_BLOCK_BYTES);
  const sound = Buffer.alloc(blocks * DSF_BLOCK_BYTES * CHANNELS);
  const turned = Buffer.from(stream).map(turnByte);
  for (let block = 0; block < blocks; block++) {
    const part = turned.subarray(block * DSF_BLOCK_BYTES, (block + 1) * DSF_BLOCK_BYTES);
    for (let channel = 0; channel < CHANNELS; channel++)
      sound.set(part, (block * CHANNELS + channel) * DSF_BLOCK_BYTES);
  }
  const format = Buffer.alloc(40);
  for (const [at, value] of [1, 0, 2, CHANNELS, RATE_HZ, 1].entries()) format.writeUInt32LE(value, at * 4);
  format.writeBigUInt64LE(BigInt(stream.length * 8), 24);
  format.writeUInt32LE(DSF_BLOCK_BYTES, 32);
  const body = Buffer.concat([toLittleChunk('fmt ', format), toLittleChunk('data', sound)]);
  const head = Buffer.alloc(16);
  head.writeBigUInt64LE(BigInt(body.length + 28));
  return Buffer.concat([toLittleChunk('DSD ', head), body]);
}

/** DSDIFF 1.5: the same stream in both channels, byte by byte. */
export function buildDff(stream: Uint8Array): Buffer {
  const sound = Buffer.alloc(stream.length * CHANNELS);
  for (let at = 0; at < sound.length; at++) sound[at] = stream[at >> 1] ?? 0;
  return wrapDff('DSD not compressed', toBigChunk('DSD ', sound));
}

/** How long a frame of DST is. */
const DST_FRAMES_PER_SECOND = 75;

/** DSDIFF 1.5 with DST frames (ISO/IEC 14496-3, subpart 10) of the kind that holds plain bits, of which FFmpeg 8.1 makes noise. */
export function buildDst(stream: Uint8Array): Buffer {
  const frameBytes = RATE_HZ / 8 / DST_FRAMES_PER_SECOND;
  const count = Math.floor(stream.length / frameBytes);
  const information = Buffer.alloc(6);
  information.writeUInt32BE(count);
  information.writeUInt16BE(DST_FRAMES_PER_SECOND, 4);
  const frames = Array.from({ length: count }, (_, number) => {
    const frame = Buffer.alloc(1 + frameBytes * CHANNELS);
    for (let at = 1; at < frame.length; at++) frame[at] = stream[number * frameBytes + ((at - 1) >> 1)] ?? 0;
    return toBigChunk('DSTF', frame);
  });
  return wrapDff('DST DST encoded', toBigChunk('DST ', Buffer.concat([toBigChunk('FRTE', information), ...frames])));
}

function wrapDff(compression: string, sound: Buffer): Buffer {
  const [code, text] = [compression.slice(0, 4), compression.slice(4)];
  // Its length and the text are of an even number of bytes together, within the chunk.
  const name = `${String.fromCharCode(text.length)}${text}${text.length % 2 === 0 ? '\0' : ''}`;
  const rate = Buffer.alloc(4);
  rate.writeUInt32BE(RATE_HZ);
  const properties = [
    toBigChunk('FS  ', rate),
    toBigChunk('CHNL', Buffer.from('\0\x02SLFTSRGT', 'latin1')),
    toBigChunk('CMPR', Buffer.from(`${code}${name}`, 'latin1')),
  ];
  const body = [
    toBigChunk('FVER', Buffer.of(1, 5, 0, 0)),
    toBigChunk('PROP', Buffer.concat([Buffer.from('SND '), ...properties])),
    sound,
  ];
  return toBigChunk('FRM8', Buffer.concat([Buffer.from('DSD '), ...body]));
}

function toLittleChunk(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.write(id, 'latin1');
  head.writeBigUInt64LE(BigInt(12 + body.length), 4);
  return Buffer.concat([head, body]);
}

function toBigChunk(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.write(id, 'latin1');
  head.writeBigUInt64BE(BigInt(body.length), 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
}

function turnByte(byte: number): number {
  let turned = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) turned |= 0x80 >> bit;
  return turned;
}
