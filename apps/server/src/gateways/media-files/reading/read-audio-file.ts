import type { AudioReading } from '#models/audio-reading.ts';
import type { AudioFormat } from '#models/track.ts';
import { type FileView, MalformedAudio, NotAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import type { RawReading } from './raw-reading.ts';
import { readAdts } from './read-adts.ts';
import { readAu } from './read-au.ts';
import { readCaf } from './read-caf.ts';
import { readDff } from './read-dff.ts';
import { readFlac } from './read-flac.ts';
import { readFrames } from './read-frames.ts';
import { readMp4 } from './read-mp4.ts';
import { readMpeg } from './read-mpeg.ts';
import { readOgg } from './read-ogg.ts';
import { readTta } from './read-tta.ts';
import { readW64 } from './read-w64.ts';
import { readWav } from './read-wav.ts';
import { BytesAbsent } from './remote-view.ts';
import { type Container, sniffContainer } from './sniff-container.ts';
import type { Picture } from './tag-sink.ts';
import { ViewBehind } from './view-behind.ts';

const OWN_READERS: Partial<Record<Container, (view: FileView) => RawReading>> = {
  mpeg: readMpeg,
  flac: readFlac,
  ogg: readOgg,
  mp4: readMp4,
  wav: readWav,
  adts: readAdts,
  tta: readTta,
  ac3: (view) => readFrames(view, 'ac3'),
  dts: (view) => readFrames(view, 'dts'),
  mlp: (view) => readFrames(view, 'mlp'),
  au: readAu,
  caf: readCaf,
  w64: readW64,
  dff: readDff,
};

/**
 * Without a place for ID3v2 tags at their front, where careless taggers put them all the same. MP4 is not among them: places that it tells
 * are counted from the start of the file.
 */
const UNTAGGED_FRONT: ReadonlySet<Container> = new Set(['wav', 'ogg', 'caf', 'w64', 'matroska']);

/** Above DSD1024, and above what any format of channels or samples has. */
const LARGEST_FORMAT = { sampleRateHz: 50_000_000, channels: 64, bitDepth: 64 } as const;
const LONGEST_MS = 1_000 * 60 * 60 * 24 * 30;

/** Reads one file; of `name` only the extension counts. @throws NotAudio, MalformedAudio, or what the view throws */
export async function readAudioFile(view: FileView, name: string): Promise<AudioReading> {
  const { sink, format, durationMs, audioKey, isCutOff = false } = await readRaw(view, name);
  if (!isPlausible(format)) throw new MalformedAudio('The header tells of sound that cannot be.');
  return {
    tags: sink.tags,
    lyrics: sink.lyrics,
    embeddedCoverId: sink.coverId,
    format,
    durationMs: durationMs > 0 && durationMs < LONGEST_MS ? durationMs : 0,
    audioKey,
    isCutOff,
  };
}

/** Whether numbers of a header can be those of sound: others come from headers that are damaged or none. */
const isPlausible = (format: AudioFormat): boolean =>
  (['sampleRateHz', 'channels', 'bitDepth'] as const).every((key) => (format[key] ?? 0) <= LARGEST_FORMAT[key]);

/** The picture that `readAudioFile` chose. */
export async function readEmbeddedPicture(view: FileView, name: string): Promise<Picture | null> {
  return (await readRaw(view, name)).sink.picture;
}

async function readRaw(view: FileView, path: string): Promise<RawReading> {
  if (view.size === 0) throw new NotAudio('The file is empty.', 'empty');
  const container = sniffContainer(view, extensionOf(path));
  if (container === null) throw new NotAudio('The content is no audio format that JetStream knows.');
  if (container === 'shorten' || container === 'module')
    throw new NotAudio(`JetStream does not read ${NAMES[container]}.`, 'format-unknown');
  return UNTAGGED_FRONT.has(container)
    ? await readBehindTags(view, path, container)
    : await readContainer(view, path, container);
}

async function readBehindTags(view: FileView, path: string, container: Container): Promise<RawReading> {
  const { end, sink } = readId3v2(view, 0);
  if (end === 0) return await readContainer(view, path, container);
  const reading = await readContainer(new ViewBehind(view, end), path, container);
  reading.sink.addMissingFrom(sink);
  return reading;
}

async function readContainer(view: FileView, path: string, container: Container): Promise<RawReading> {
  const own = OWN_READERS[container];
  if (own === undefined) return await readWide(view, path, container);
  try {
    return own(view);
  } catch (error) {
    if (error instanceof NotAudio || isOfView(error)) throw error;
    return await readWide(view, path, container).catch((wideError: unknown) => {
      throw isOfView(wideError) ? wideError : toMalformed(error);
    });
  }
}

const NAMES = { shorten: 'Shorten files', module: 'tracker modules' } as const;

/** music-metadata is loaded only when a file needs it: most libraries hold none that do. */
async function readWide(view: FileView, path: string, container: Container): Promise<RawReading> {
  const { readAny } = await import('./read-any.ts');
  try {
    return await readAny(view, path, container);
  } catch (error) {
    if (error instanceof NotAudio || isOfView(error)) throw error;
    throw toMalformed(error);
  }
}

function toMalformed(error: unknown): MalformedAudio {
  if (error instanceof MalformedAudio) return error;
  return new MalformedAudio(error instanceof Error ? error.message : String(error), { cause: error });
}

/** Nothing that the content is to blame for. */
const isOfView = (error: unknown): boolean =>
  error instanceof BytesAbsent || (error instanceof Error && 'syscall' in error);

function extensionOf(path: string): string {
  const match = /\.([^./]{1,8})$/.exec(path);
  return (match?.[1] ?? '').toLowerCase();
}
