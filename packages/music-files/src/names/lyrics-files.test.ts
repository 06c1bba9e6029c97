import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LyricsFiles } from './lyrics-files.ts';

const beside = (audio: string, ...names: string[]) =>
  new LyricsFiles(names)
    .listBeside(audio)
    .map(({ name, language }) => (language === null ? name : `${language}: ${name}`));

it('finds every kind of lyrics of the same name, what can time words first, and other languages last', () => {
  const names = ['1.txt', '1.de.ttml', '1.srt', '1.LRC', '1.pt-BR.lrc', '1.ttml', '1.elrc', '2.lrc', '1.jpg', '1.mp3'];
  assert.deepEqual(beside('1.mp3', ...names), [
    '1.ttml',
    '1.elrc',
    '1.LRC',
    '1.srt',
    '1.txt',
    'de: 1.de.ttml',
    'pt-BR: 1.pt-BR.lrc',
  ]);
});

it('takes the end of a name for a language only where the rest is a name', () => {
  assert.deepEqual(beside('Live at 9.am.mp3', 'Live at 9.am.lrc'), ['Live at 9.am.lrc']);
  assert.deepEqual(beside('Mr. Night.mp3', 'Mr. Night.lrc'), ['Mr. Night.lrc']);
  assert.deepEqual(beside('a.mp3', 'b.a.lrc', 'a.chorus.lrc'), []);
});

it('finds them by the whole name of the audio, before those that other files of that name share', () => {
  const names = ['1.lrc', '1.mp3.lrc', '1.ogg.lrc', '1.mp3.de.lrc', '1.ttml'];
  assert.deepEqual(beside('1.mp3', ...names), ['1.ttml', '1.mp3.lrc', '1.lrc', 'de: 1.mp3.de.lrc']);
  assert.deepEqual(beside('1.ogg', ...names), ['1.ttml', '1.ogg.lrc', '1.lrc']);
  assert.deepEqual(beside('1.it', '1.it.lrc'), ['1.it.lrc']);
  assert.deepEqual(beside('1.mp3', '1.it.lrc'), ['it: 1.it.lrc']);
});

it('finds a name that another system wrote in another normal form of Unicode', () => {
  const [composed, decomposed] = ['Ünïcödé', 'Ünïcödé'].map((name, at) => name.normalize(at === 0 ? 'NFC' : 'NFD'));
  assert.deepEqual(beside(`${composed}.mp3`, `${decomposed}.de.lrc`), [`de: ${decomposed}.de.lrc`]);
  assert.deepEqual(beside(`${decomposed}.mp3`, `${composed}.lrc`), [`${composed}.lrc`]);
});
