import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFlac } from '@jetstream/demo-album';

const SAMPLE_RATE = 22_050;

export interface AlbumPlan {
  artist: string;
  title: string;
  year: number;
  genre: string;
  tracks: readonly string[];
  seconds?: number;
}

/** A small library that every journey knows: tones of its own for each track, tagged, with lyrics beside one of them. */
export const albumPlans: readonly AlbumPlan[] = [
  {
    artist: 'Björk Harbor',
    title: 'Glass Rivers',
    year: 1997,
    genre: 'Electronic',
    tracks: ['Night Signal', 'Paper Moon', 'Slow Engine', 'Tide'],
  },
  {
    artist: 'The Lanterns',
    title: 'Winter Parade',
    year: 2011,
    genre: 'Folk',
    tracks: ['First Snow', 'Lantern Song', 'Going Home'],
  },
  { artist: '久石 Garden', title: '静かな庭', year: 2020, genre: 'Soundtrack', tracks: ['雨', 'Stone Path'] },
  {
    artist: 'Short Works',
    title: 'Miniatures',
    year: 2003,
    genre: 'Classical',
    tracks: ['Spark', 'Ember', 'Ash'],
    seconds: 3,
  },
];

/** A sine under a slow swell, so that a decoder has something to do and the sound is never silent. */
function buildTone(frequencyHz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: SAMPLE_RATE * seconds }, (_, index) => {
    const time = index / SAMPLE_RATE;
    return 0.3 * Math.sin(2 * Math.PI * frequencyHz * time) * (0.75 + 0.25 * Math.sin(time));
  });
}

/** Of the whole song: a line of three words at its start and one of two in its middle. */
const wordTimedLyrics =
  '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0.1" end="9.0"><span begin="0.1" end="1.0">Folded</span> ' +
  '<span begin="1.0" end="2.0">by</span> <span begin="2.0" end="9.0">hand</span></p><p begin="20.0" end="39.0">' +
  '<span begin="20.0" end="24.0">Paper</span> <span begin="24.0" end="39.0">moon</span></p></div></body></tt>';

interface SongPlan {
  title: string;
  /** Of the song on its album, and of the album: each has a tone of its own. */
  index: number;
  order: number;
}

export async function writeSong(path: string, plan: AlbumPlan, { title, index, order }: SongPlan): Promise<void> {
  const tags: [string, string][] = [
    ['TITLE', title],
    ['ARTIST', plan.artist],
    ['ALBUMARTIST', plan.artist],
    ['ALBUM', plan.title],
    ['DATE', String(plan.year)],
    ['GENRE', plan.genre],
    ['TRACKNUMBER', String(index + 1)],
  ];
  const tone = buildTone(220 + order * 110 + index * 20, plan.seconds ?? 40);
  await writeFile(path, encodeFlac({ channels: [tone], sampleRate: SAMPLE_RATE, bitsPerSample: 16, tags }));
}

export async function writeAlbum(root: string, plan: AlbumPlan, order = 0): Promise<void> {
  const folder = join(root, plan.artist, `${plan.year} - ${plan.title}`);
  await mkdir(folder, { recursive: true });
  for (const [index, title] of plan.tracks.entries()) {
    const name = `${String(index + 1).padStart(2, '0')} - ${title}`;
    await writeSong(join(folder, `${name}.flac`), plan, { title, index, order });
    if (title === 'Night Signal')
      await writeFile(
        join(folder, `${name}.lrc`),
        '[00:00.50]A signal in the night\n[00:08.00]Crosses over glass\n[00:16.00]And is gone\n',
      );
    if (title === 'Paper Moon') await writeFile(join(folder, `${name}.en.ttml`), wordTimedLyrics);
  }
}

/** Writes the whole library into a new folder. */
export async function writeMusic(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'jetstream-music-'));
  for (const [order, plan] of albumPlans.entries()) await writeAlbum(root, plan, order);
  return root;
}
