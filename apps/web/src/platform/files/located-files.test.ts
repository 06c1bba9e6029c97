import { expect, test } from 'vitest';
import { chooseWanted } from './located-files.ts';

const locate = (relativePath: string) => ({
  file: new File([''], relativePath.slice(relativePath.lastIndexOf('/') + 1)),
  relativePath,
});
const choose = (...paths: string[]): string[] =>
  chooseWanted(paths.map(locate)).map(({ relativePath }) => relativePath);

test('music comes first, then the covers and lyrics that belong to it', () => {
  const album = ['A/01 One.lrc', 'A/cover.jpg', 'A/01 One.flac', 'A/02 Two.mp3', 'A/02 Two.de.ttml', 'A/Folder.PNG'];
  expect(choose(...album)).toEqual([
    'A/01 One.flac',
    'A/02 Two.mp3',
    'A/01 One.lrc',
    'A/cover.jpg',
    'A/02 Two.de.ttml',
    'A/Folder.PNG',
  ]);
});

test('pictures and texts that belong to no song stay behind', () => {
  expect(choose('A/1.mp3', 'A/notes.txt', 'A/booklet.jpg', 'B/cover.jpg', 'B/1.lrc', 'A/.cover.jpg')).toEqual([
    'A/1.mp3',
  ]);
});

test('all that the server takes for sound is sent', () => {
  const names = 'caf au snd ac3 ec3 eac3 dts mlp thd truehd w64 webm'.split(' ').map((ending) => `A/1.${ending}`);
  expect(choose(...names, 'A/.2.flac', 'A/flac')).toEqual(names);
});

test('an album of several discs has its cover above them', () => {
  expect(choose('A/CD1/1.mp3', 'A/CD2/1.mp3', 'A/cover.jpg')).toContain('A/cover.jpg');
});

test('what was chosen by itself is sent, whatever it is called', () => {
  const file = new File([''], 'readme');
  expect(chooseWanted([{ file, relativePath: '' }])).toHaveLength(1);
});
