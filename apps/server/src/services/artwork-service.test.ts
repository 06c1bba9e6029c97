import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RandomIdSource } from '#gateways/random-id-source.ts';
import type { ImageProcessor } from '#gateways/image-processor.ts';
import { DomainError } from '#models/errors.ts';
import type { CoverId } from '#models/ids.ts';
import { JobInterruption } from '#models/job.ts';
import { createLogger } from '#observability/logger.ts';
import { openEmbeddedJobs } from '#server/compose/open-embedded-jobs.ts';
import { addCover, buildLibrary } from '#test/support/build-catalogue.ts';
import { openTestStore, type TestStore } from '#test/support/open-test-store.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { ArtworkService } from './artwork-service.ts';
import { EventBus } from './events.ts';
import { TaskGate } from './task-gate.ts';

let store: TestStore;
before(async () => {
  store = await openTestStore();
  await store.repositories.libraries.saveLibrary(buildLibrary());
});
after(() => store.close());

const logger = createLogger({ level: 'error', format: 'json', write: (line) => process.stderr.write(line) });
const red = Uint8Array.from(Array.from({ length: 300 }, () => [200, 30, 60]).flat());

/** A processor that knows no pictures but these: good ones in red, and those it refuses. */
function createService(refused: readonly string[] = [], absent: readonly string[] = []) {
  const errors: unknown[] = [];
  const sampled: string[] = [];
  const events = new EventBus((error) => errors.push(error));
  const imageProcessor: ImageProcessor = {
    resize: () => Promise.reject(new Error('not planned')),
    sample: async (bytes) => {
      const id = Buffer.from(bytes).toString();
      sampled.push(id);
      if (refused.includes(id)) throw new DomainError('unsupported', 'The picture is damaged.');
      return { width: 10, height: 20, pixels: red, placeholder: Buffer.from('tiny') };
    },
  };
  const sourceReader = {
    readSource: async ({ id }: { id: string }) => {
      if (absent.includes(id)) throw new DomainError('media-missing', 'gone');
      return Buffer.from(id);
    },
  };
  const clock = new TestClock();
  const { jobs } = openEmbeddedJobs(store, { config: { instanceId: 'test' }, logger, clock });
  const service = new ArtworkService({
    covers: store.repositories.covers,
    imageProcessor,
    sourceReader,
    imageGate: new TaskGate(2),
    events,
    clock,
    idSource: new RandomIdSource(),
    jobs,
    getCatalogueVersion: () => store.getCatalogueVersion(),
    onError: (error) => errors.push(error),
  });
  return { service, jobs, events, errors, sampled };
}

const add = (id: string) => addCover(store.repositories, id as CoverId, `${id}.jpg`);
const find = (id: string) => store.repositories.covers.findCover(id as CoverId);

test('a cover is looked at once', async () => {
  await add('good');
  const { service, sampled } = createService();
  await service.analyseCovers();
  await service.analyseCovers();
  assert.deepEqual(sampled, ['good']);
  const cover = await find('good');
  assert.deepEqual([cover?.width, cover?.height], [10, 20]);
  assert.equal(cover?.placeholder, `data:image/webp;base64,${Buffer.from('tiny').toString('base64')}`);
  assert.equal(cover?.accent?.light, '#c81e3c');
});

test('a damaged one keeps its fault, one whose file has gone does not, and neither stops the rest', async () => {
  for (const id of ['broken', 'gone', 'fine']) await add(id);
  await createService(['broken'], ['gone']).service.analyseCovers();
  assert.equal((await find('broken'))?.fault, 'The picture is damaged.');
  assert.equal((await find('gone'))?.fault, null);
  assert.equal((await find('fine'))?.width, 10);
});

test('it follows changes of the library until it is stopped', async () => {
  const { service, jobs, events, errors, sampled } = createService();
  const unplanned = () => Promise.reject(new Error('not planned'));
  jobs.work({
    scan: unplanned,
    analysis: unplanned,
    'clean-up': unplanned,
    artwork: (run) => service.analyseCovers(run),
  });
  const nextChange = () => new Promise<void>((resolve) => void events.on('libraryChanged', () => resolve()));
  await add('left-over');
  const first = nextChange();
  const stop = service.start();
  await first;
  await add('new');
  const announced = new Promise<void>((resolve) => {
    events.on('libraryChanged', () => {
      if (sampled.includes('new')) resolve();
    });
  });
  events.emit('libraryChanged', { version: '1' });
  await announced;
  await stop();
  await add('too-late');
  events.emit('libraryChanged', { version: '2' });
  await jobs.close();
  assert.deepEqual(sampled, ['left-over', 'new']);
  assert.deepEqual(errors, []);
  await createService().service.analyseCovers();
});

test('a run that was interrupted goes on where it was', async () => {
  for (const id of ['one', 'two', 'three']) await add(`resumed-${id}`);
  const { service, events, sampled } = createService();
  const abort = new AbortController();
  events.on('libraryChanged', () => assert.fail('an interrupted run has nothing to tell'));
  const interrupted = service.analyseCovers({ signal: abort.signal, report: () => assert.fail('not at its end') });
  abort.abort(new JobInterruption('stopping'));
  await assert.rejects(interrupted, JobInterruption);
  assert.ok(sampled.length < 3);
  const second = createService();
  await second.service.analyseCovers();
  assert.deepEqual([...sampled, ...second.sampled].toSorted(), ['resumed-one', 'resumed-three', 'resumed-two']);
});
