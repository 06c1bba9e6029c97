import type { Clock } from '#services/clock.ts';
import type { DataCommand } from './data-command.ts';
import { isForPeople, runDataCommand } from './run-data-command.ts';

const OWNER_ONLY = 0o077;

/** Runs the command on this process's terminal. Returns the exit code. */
export async function endDataCommand(command: DataCommand, clock: Clock): Promise<number> {
  process.umask(OWNER_ONLY);
  try {
    await runDataCommand(command, {
      clock,
      output: { isTerminal: process.stdout.isTTY, write: (text) => void process.stdout.write(text) },
    });
    return 0;
  } catch (error) {
    if (!isForPeople(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
