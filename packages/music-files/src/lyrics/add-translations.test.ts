import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chooseLyrics } from './choose-lyrics.ts';

const beside = (fileName: string, text: string, language: string | null = null) => ({ fileName, language, text });
const english = '[00:01.00]Hello\n[00:05.00]You and I\n[00:09.00]Good night';
const german = '[00:01.30]Hallo\n[00:04.80]Du und ich\n[00:09.00]Gute Nacht';
const translationsOf = (...files: ReturnType<typeof beside>[]) =>
  chooseLyrics([], files)?.lines.map(({ translations }) =>
    translations.map(({ language, text }) => `${language}: ${text}`),
  );

it('files of other languages become translations of the lines that begin at the same time', () => {
  const lyrics = chooseLyrics(
    [],
    [
      beside('a.lrc', `[la:en]\n${english}`),
      beside('a.de.lrc', german, 'de'),
      beside('a.fr.lrc', '[00:01]Salut', 'fr'),
    ],
  );
  assert.deepEqual(
    lyrics?.lines.map(({ text, translations }) => [text, ...translations.map((one) => `${one.language} ${one.text}`)]),
    [
      ['Hello', 'de Hallo'],
      ['You and I', 'de Du und ich'],
      ['Good night', 'de Gute Nacht'],
    ],
    'French has too few lines of it',
  );
  assert.deepEqual([lyrics?.fileName, lyrics?.translationFiles], ['a.lrc', ['a.de.lrc']]);
});

it('lines without times are put together one by one, when there are as many', () => {
  assert.deepEqual(translationsOf(beside('a.en.txt', 'One\n\nTwo', 'en'), beside('a.de.txt', 'Eins\nZwei', 'de')), [
    ['de: Eins'],
    [],
    ['de: Zwei'],
  ]);
  assert.deepEqual(translationsOf(beside('a.en.txt', 'One\nTwo', 'en'), beside('a.de.txt', 'Eins', 'de')), [[], []]);
});

it('another version, and the same language twice, are no translation', () => {
  const late = german.replaceAll('[00:0', '[00:5');
  assert.deepEqual(translationsOf(beside('a.en.lrc', english, 'en'), beside('a.de.lrc', late, 'de')), [[], [], []]);
  const twice = [beside('a.en.lrc', english, 'en'), beside('a.en-GB.srt', english, 'en-GB'), beside('a.lrc', english)];
  assert.deepEqual(translationsOf(...twice), [[], [], []]);
  assert.deepEqual(
    translationsOf(
      beside('a.en.lrc', english, 'eng'),
      beside('a.de.lrc', german, 'de'),
      beside('a.de-AT.lrc', german, 'de-AT'),
    ),
    [['de: Hallo'], ['de: Du und ich'], ['de: Gute Nacht']],
  );
});

it('the same words once more are no translation, also of lyrics that say no language', () => {
  const plain = english.replaceAll(/\[.*?\]/g, '').replace('You and I', 'YOU AND I!');
  const inside = { language: 'eng', text: plain, timedTexts: null };
  for (const lyrics of [
    chooseLyrics([inside], [beside('a.lrc', english)]),
    chooseLyrics([], [beside('a.lrc', english), beside('a.en.lrc', english, 'en')]),
  ]) {
    assert.deepEqual(
      lyrics?.lines.map(({ translations }) => translations),
      [[], [], []],
    );
    assert.deepEqual(lyrics?.translationFiles, []);
  }
  const sharing = german.replace('Hallo', 'Hello');
  assert.deepEqual(translationsOf(beside('a.lrc', english), beside('a.de.lrc', sharing, 'de')), [
    ['de: Hello'],
    ['de: Du und ich'],
    ['de: Gute Nacht'],
  ]);
});
