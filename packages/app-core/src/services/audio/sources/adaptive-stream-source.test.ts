import type { Playback, PlaybackRendition, PlaybackRequest, Track } from '@jetstream/api-contract';
import { beforeEach, expect, it } from 'vitest';
import type { AudioSource } from '../audio-engine.ts';
import { SourceError, type AudioRendition } from '../audio-media.ts';
import type { ApiService } from '../../api/api-service.ts';
import { PlaybackDecisions, type PlaybackAbilities } from '../playback-decisions.ts';
import { adaptiveStreamSource } from './adaptive-stream-source.ts';
import type { SourceContext } from './audio-sources.ts';

const abilities: PlaybackAbilities = {
  segments: [
    { container: 'mp4', codec: 'flac' },
    { container: 'mp4', codec: 'opus' },
  ],
  files: [],
  maxSampleRateHz: null,
  maxChannels: null,
  network: 'unmetered',
};

/** What a server answers about one track, whose file may become another one. */
class OneTrackServer {
  revision = 'a';
  durationSamples = 441_000;
  isThere = true;
  readonly asked: string[] = [];
  decisions = 0;

  readonly request = async (_name: string, { body }: { body: PlaybackRequest }) => {
    this.decisions += 1;
    const isOriginal = body.client.segments.some(({ codec }) => codec === 'flac');
    return {
      data: this.isThere
        ? { playbacks: [this.#describe(isOriginal)], refusals: [] }
        : { playbacks: [], refusals: [{ trackId: 'track', code: 'media-missing' }] },
    };
  };

  readonly fetch: typeof fetch = async (input) => {
    const path = String(input);
    this.asked.push(path);
    if (!this.isThere || !path.startsWith(`/media/token/track/${this.revision}/`))
      return new Response(null, { status: 410 });
    return new Response(path);
  };

  #describe(isOriginal: boolean): Playback {
    const at = `/media/token/track/${this.revision}/original/`;
    const rendition: PlaybackRendition = {
      id: 'original',
      container: 'mp4',
      codec: isOriginal ? 'flac' : 'opus',
      mimeType: `audio/mp4; codecs="${isOriginal ? 'flac' : 'opus'}"`,
      bitrateKbps: 900,
      sampleRateHz: 44_100,
      channels: 2,
      bitDepth: 16,
      isOriginal,
      initUrl: `${at}init.mp4`,
      segmentUrl: `${at}{n}.m4s`,
      segmentSamples: 176_128,
      segmentCount: Math.ceil(this.durationSamples / 176_128),
      delaySamples: 0,
      durationSamples: this.durationSamples,
    };
    return {
      trackId: 'track',
      decision: 'remux',
      reason: 'as-is',
      durationMs: this.durationSamples / 44.1,
      expiresAt: '2030-01-01T00:00:00.000Z',
      file: null,
      segments: { renditions: [rendition] },
      hlsUrl: null,
      dashUrl: null,
      loudness: null,
    };
  }
}

let server: OneTrackServer;
let rendition: AudioRendition;
let source: AudioSource;
beforeEach(async () => {
  server = new OneTrackServer();
  const api = { request: server.request } as unknown as ApiService;
  const decisions = new PlaybackDecisions({
    api,
    nowMs: () => 0,
    abilities: () => abilities,
    qualityFor: () => 'high',
  });
  const context = {
    decisions,
    fetch: server.fetch,
    mediaUrl: (path: string) => path,
    abilities: () => abilities,
    chosenQuality: () => 'high' as const,
  };
  const track = { id: 'track', durationMs: 10_000, isMissing: false, album: null } as unknown as Track;
  source = adaptiveStreamSource.load(track, { key: 'item', isWithinAlbum: false }, context as unknown as SourceContext);
  const opened = await source.open();
  if (opened.form !== 'segments') throw new Error('no segments');
  [rendition] = opened.renditions;
});

const readSegment = (index: number): Promise<string> =>
  readText(rendition.readSegment(index, new AbortController().signal));

async function readText(reading: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of reading) pieces.push(piece);
  return new TextDecoder().decode(pieces[0]);
}

const faultOf = async (reading: Promise<unknown>): Promise<unknown> => {
  const error = await reading.catch((failure: unknown) => failure);
  return error instanceof SourceError ? error.reason : error;
};

it('goes on under new addresses when a file was tagged anew while it plays', async () => {
  await readSegment(0);
  server.revision = 'b';
  expect(await readSegment(1)).toBe('/media/token/track/b/original/1.m4s');
  expect(await readSegment(2)).toBe('/media/token/track/b/original/2.m4s');
  expect(server.asked).toHaveLength(4);
});

it('asks once for new addresses of all that is refused at the same time', async () => {
  server.revision = 'b';
  const init = rendition.readInit(new AbortController().signal);
  expect(await readSegment(0)).toBe('/media/token/track/b/original/0.m4s');
  expect(new TextDecoder().decode(await init)).toBe('/media/token/track/b/original/init.mp4');
  expect(server.decisions).toBe(2);
});

it('tells by what choice of the person it was decided', () => {
  expect(rendition.quality).toMatchObject({ decision: 'remux', chosen: 'high' });
});

it('reads what a decoder hears before a segment', async () => {
  expect(await readText(rendition.readRunUp(2, new AbortController().signal))).toBe(
    '/media/token/track/a/original/2.run-up.m4s',
  );
});

it('says that the track is to be opened again when another recording took its place', async () => {
  server.revision = 'b';
  server.durationSamples = 882_000;
  expect(await faultOf(readSegment(1))).toBe('changed');
});

it('says that a file is missing only when the server says so', async () => {
  server.isThere = false;
  expect(await faultOf(readSegment(1))).toBe('missing');
});

it('asks for other sound of a track that cannot be decoded, once', async () => {
  expect(source.refuse?.()).toBe(true);
  expect(source.opened).toBeNull();
  const opened = await source.open();
  if (opened.form !== 'segments') throw new Error('no segments');
  expect(opened.renditions.map(({ quality }) => quality.codec)).toEqual(['opus']);
  expect(source.refuse?.()).toBe(false);
});
