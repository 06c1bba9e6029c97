import { spawnSync } from 'node:child_process';

/** Whether this machine can run the program. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['-version'], { stdio: 'ignore' }).error === undefined;
}
