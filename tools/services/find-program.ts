import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Looks where the shell would, and then in these places, the newest version first; undefined when it is nowhere. */
export function findProgram(name: string, otherPlaces: readonly string[] = []): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/go/bin'];
  const others = otherPlaces.flatMap((pattern) => globSync(pattern).sort().reverse());
  return [...folders.map((folder) => join(folder, name)), ...others].find(isProgram);
}
