import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { demoAlbum, type DemoTrack, encodeFlac, renderDemoTrack } from '@jetstream/demo-album';
import type { RenderAnswer, RenderOrder } from './render-messages.ts';

const SAMPLE_RATE = 44_100;
/** Of a track's time; encoding takes the rest. */
const RENDERING_SHARE = 0.9;

async function renderTrack(order: RenderOrder, onProgress: (progress: number) => void): Promise<void> {
  const { directory, index, cover, coverPixels } = order;
  const track = demoAlbum.tracks[index];
  if (track === undefined) throw new RangeError(`The demo album has no track ${index}`);
  const audio = renderDemoTrack(index, {
    sampleRate: SAMPLE_RATE,
    onProgress: (fraction) => onProgress(fraction * RENDERING_SHARE),
  });
  const file = encodeFlac({
    channels: [audio.left, audio.right],
    sampleRate: SAMPLE_RATE,
    bitsPerSample: 16,
    tags: listTags(track, index),
    picture: { mimeType: 'image/jpeg', width: coverPixels, height: coverPixels, data: cover },
  });
  await writeFile(join(directory, `${String(index + 1).padStart(2, '0')} - ${toFileName(track.title)}.flac`), file);
}

function listTags(track: DemoTrack, index: number): [string, string][] {
  const tags: [string, string][] = [
    ['TITLE', track.title],
    ['ARTIST', demoAlbum.artist],
    ['ALBUMARTIST', demoAlbum.artist],
    ['ALBUM', demoAlbum.title],
    ['DATE', String(demoAlbum.year)],
    ['TRACKNUMBER', String(index + 1)],
    ['GENRE', track.genre],
    ['COMPOSER', track.composer],
    ['BPM', String(track.bpm)],
    ['INITIALKEY', track.key],
  ];
  if (track.lyrics !== undefined) tags.push(['LYRICS', track.lyrics]);
  return tags;
}

const toFileName = (title: string): string => title.replace(/[/\\:*?"<>|]/g, '_');

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const post = (answer: RenderAnswer) => port.postMessage(answer);
  try {
    await renderTrack(workerData as RenderOrder, (progress) => post({ progress }));
    post({ isDone: true });
  } catch (error) {
    post({ error: error instanceof Error ? error.message : String(error) });
  }
}
