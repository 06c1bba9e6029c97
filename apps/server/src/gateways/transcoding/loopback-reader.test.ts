import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DomainError } from '#models/errors.ts';
import type { MediaStore } from '../media-store.ts';
import { LoopbackReader } from './loopback-reader.ts';

const BYTES = Buffer.from('a song of a bucket');
/** Of addresses that nobody uses at the moment. */
const MOST_ADDRESSES = 200;

/** A store whose files are all alike, and break where the test says. */
function open(t: TestContext, read = (position: number) => BYTES.subarray(position)) {
  const openFile: MediaStore['openFile'] = async () => ({
    sizeBytes: BYTES.length,
    modifiedAtMs: 0,
    revision: '1',
    prepare: async () => {},
    read: async (target, length, position) => {
      const bytes = read(position).subarray(0, length);
      target.set(bytes);
      return bytes.length;
    },
    release: () => {},
    close: () => {},
  });
  const reader = new LoopbackReader({ openFile });
  t.after(() => reader.close());
  return (name: string) => reader.lend(name, { location: `s3://music/${name}.flac`, revision: '1' });
}

const fetchText = async (url: string, range?: string) =>
  (await fetch(url, range === undefined ? {} : { headers: { range } })).text();

test('a file is read whole and in parts, under an address of its own kind', async (t) => {
  const { url } = await open(t)('song');
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/[\da-f-]{36}\.flac$/);
  assert.equal(await fetchText(url), String(BYTES));
  assert.equal(await fetchText(url, 'bytes=2-5'), 'song');
  assert.equal((await fetch(url, { headers: { range: `bytes=${BYTES.length}-` } })).status, 416);
  assert.equal((await fetch(url.replace(/[^/]+$/, 'other.flac'))).status, 404);
});

test('an address stays as long as somebody reads by it, however many others are lent', async (t) => {
  const lend = open(t);
  const long = await lend('long');
  const lendOthers = async (from: string) => {
    for (let number = 0; number <= MOST_ADDRESSES; number++) (await lend(`${from} ${number}`)).release();
  };
  await lendOthers('one');
  assert.equal(await fetchText(long.url), String(BYTES));
  long.release();
  await lendOthers('two');
  assert.equal((await fetch(long.url)).status, 404);
});

test('who was not given all is told why, and the next one gets another address', async (t) => {
  let isAway = true;
  const lend = open(t, (position) => {
    if (isAway) throw new DomainError('unavailable', 'The store is away.');
    return BYTES.subarray(position);
  });
  const [first, beside] = [await lend('song'), await lend('song')];
  assert.equal(first.url, beside.url);
  await assert.rejects(fetchText(first.url));
  for (const { findFault } of [first, beside]) assert.match(String(findFault()?.error), /is away/);
  isAway = false;
  const next = await lend('song');
  assert.notEqual(next.url, first.url);
  assert.equal(await fetchText(next.url), String(BYTES));
  assert.equal(next.findFault(), undefined);
});
