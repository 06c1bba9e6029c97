import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Playback, PlaybackClient, PlaybackAnswer } from '@jetstream/api-contract';
import type { ReplayGain } from '@jetstream/audio-analysis';
import type { TrackId } from '#models/ids.ts';
import type { AudioFormat } from '#models/track.ts';
import { addTracks, buildLibrary } from '#test/support/build-catalogue.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';

const run = promisify(execFile);

/** Noise, which is like itself at no other place, of frequencies that every codec keeps. */
const noise = (seconds: number): string => `anoisesrc=c=pink:a=0.8:r=44100:d=${seconds}:seed=7,lowpass=f=1500`;

const LOSSLESS: ReadonlySet<string> = new Set(['flac', 'alac', 'pcm', 'wavpack']);

export interface SoundWish {
  id: string;
  /** With the extension that makes the format. */
  path: string;
  format: Pick<AudioFormat, 'container' | 'codec' | 'mimeType'> & Partial<AudioFormat>;
  /** What ffmpeg is told besides. */
  options?: readonly string[];
  seconds?: number;
  replayGain?: ReplayGain;
}

export const FLAC: SoundWish['format'] = { container: 'FLAC', codec: 'flac', mimeType: 'audio/flac' };
export const WAV: SoundWish['format'] = { container: 'WAVE', codec: 'pcm', mimeType: 'audio/wav' };

/** Makes files of music and puts them into the catalogue as a scan would. */
export async function seedSounds(
  server: TestServer,
  wishes: readonly SoundWish[],
): Promise<{ pathOf(id: string): string }> {
  const { repositories } = server.context.store;
  const folder = join(server.context.config.dataDirectory, 'music');
  await repositories.libraries.saveLibrary(buildLibrary({ path: folder }));
  const paths = new Map(wishes.map(({ id, path }) => [id, join(folder, path)]));
  const pathOf = (id: string) => paths.get(id) ?? '';
  for (const { id, path, options = [], seconds = 10 } of wishes) {
    await mkdir(dirname(pathOf(id)), { recursive: true });
    const depth = path.endsWith('.flac') ? ['-sample_fmt', 's16'] : [];
    await run('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      noise(seconds),
      '-ac',
      '2',
      ...depth,
      ...options,
      pathOf(id),
    ]);
  }
  await addTracks(
    repositories,
    wishes.map(({ id, path, format, seconds = 10, replayGain = null }) => ({
      id: id as TrackId,
      path,
      durationMs: seconds * 1000,
      replayGain,
      format: {
        isLossless: LOSSLESS.has(format.codec),
        bitrateKbps: LOSSLESS.has(format.codec) ? 1411 : 128,
        sampleRateHz: 44_100,
        bitDepth: LOSSLESS.has(format.codec) ? 16 : null,
        channels: 2,
        ...format,
      },
    })),
  );
  return { pathOf };
}

/** What Chromium takes. */
export const CHROMIUM: PlaybackClient = {
  segments: [
    { container: 'mp4', codec: 'flac' },
    { container: 'mp4', codec: 'opus' },
    { container: 'mp4', codec: 'aac' },
    { container: 'mpeg', codec: 'mp3' },
    { container: 'webm', codec: 'opus' },
    { container: 'webm', codec: 'vorbis' },
  ],
  files: ['audio/mpeg', 'audio/flac', 'audio/mp4; codecs="mp4a.40.2"', 'audio/ogg; codecs="vorbis"', 'audio/wav'],
  maxBitrateKbps: null,
  maxSampleRateHz: null,
  maxChannels: null,
  quality: 'original',
  network: 'unmetered',
};

export const askPlayback = (
  { client }: Pick<SignedIn, 'client'>,
  trackIds: string[],
  wish: Partial<PlaybackClient> = {},
): Promise<PlaybackAnswer> => client.call('decidePlayback', { body: { trackIds, client: { ...CHROMIUM, ...wish } } });

/** The only track's. Throws when it was refused. */
export async function askOne(
  who: Pick<SignedIn, 'client'>,
  trackId: string,
  wish: Partial<PlaybackClient> = {},
): Promise<Playback> {
  const { playbacks, refusals } = await askPlayback(who, [trackId], wish);
  const [playback] = playbacks;
  if (!playback) throw new Error(`refused: ${JSON.stringify(refusals)}`);
  return playback;
}
