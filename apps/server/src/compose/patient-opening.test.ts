import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { createLogger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import { PatientOpening } from './patient-opening.ts';

function open(...answers: (Error | undefined)[]) {
  const lines: { level: string; msg: string }[] = [];
  const logger = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(JSON.parse(line)) });
  const opening = new PatientOpening({
    name: 'mongodb',
    logger,
    metrics: new Metrics({ collectsProcess: false }),
    async open() {
      const answer = answers.shift();
      if (answer) throw answer;
    },
  });
  return { opening, lines, answers };
}

const away = new DomainError('unavailable', 'MongoDB does not answer.');
const newer = new DomainError('unsupported', 'The database was used by a newer version.');

test('a store that cannot be used ends the start at the first try', async () => {
  await assert.rejects(open(newer).opening.begin(), newer);
});

test('so it does when it was away before, and is not tried again', async () => {
  const { opening, lines, answers } = open(away, newer, away);
  await opening.begin();
  await assert.rejects(opening.opened, newer);
  assert.equal(opening.isOpen, false);
  assert.equal(answers.length, 1);
  assert.equal(lines.at(-1)?.msg, 'a store cannot be used');
});

test('one that was away is open when it comes', async () => {
  const { opening } = open(away);
  await opening.begin();
  assert.equal(opening.isOpen, false);
  await opening.opened;
  assert.equal(opening.isOpen, true);
});
