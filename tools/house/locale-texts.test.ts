import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { localeFaults } from './locale-texts.ts';

const texts = { player: { play: 'Play', pause: 'Pause' }, shell: { home: 'Home' } };
const faultsOf = (text: string, path = 'packages/app-ui/src/screens/player/Transport.tsx'): string[] =>
  localeFaults([{ path, text }], texts);
const askingForAll = `text('player.play'); <Label hint="player.pause" />; const keys = { home: \`shell.home\` };`;

describe('the texts of the locale', () => {
  it('are all asked for by the app', () => {
    assert.deepEqual(faultsOf(askingForAll), []);
    assert.deepEqual(faultsOf(askingForAll.replace('player.pause', 'player.play')), [
      'player.pause: no code asks for this text of the locale',
    ]);
  });

  it('are asked for neither by tests nor by each other', () => {
    const count = Object.values(texts).flatMap(Object.keys).length;
    for (const path of ['packages/app-ui/src/screens/home/home.test.tsx', 'packages/app-ui/src/locale/de/player.ts'])
      assert.equal(faultsOf(askingForAll, path).length, count);
  });

  it('are there for every key that is asked for', () => {
    assert.deepEqual(faultsOf(`${askingForAll} notify({ textKey: 'player.load-failed' })`), [
      'packages/app-ui/src/screens/player/Transport.tsx: player.load-failed is no text of the locale',
    ]);
    assert.deepEqual(faultsOf(`${askingForAll} storage.get('queue.one')`), []);
  });

  it('have keys that are written whole', () => {
    const [fault, ...others] = faultsOf(`${askingForAll} text(\`shell.\${segment}\`)`);
    assert.match(fault ?? '', /Transport\.tsx: `shell\.\$\{…: the key of a text is written whole/);
    assert.deepEqual(others, []);
  });
});
