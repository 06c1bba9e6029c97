import { chmod, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '#models/start-error.ts';
import type { Keys, KeyStore } from './key-store.ts';

const OWNER_ONLY = 0o600;

/** Keys in a JSON file that its owner alone can read. */
export class FileKeyStore implements KeyStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async loadKeys(): Promise<Keys | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new StartError(`${this.#path} cannot be read (${code}): give this user the right to.`, { cause: error });
    }
    await chmod(this.#path, OWNER_ONLY);
    return parseKeys(text, this.#path);
  }

  /** One server at a time has the folder, so nobody comes between the reading and the writing. */
  async replaceKeys(next: Keys, expected: Keys | undefined): Promise<boolean> {
    if (JSON.stringify(await this.loadKeys()) !== JSON.stringify(expected)) return false;
    await this.#write(next);
    return true;
  }

  /** Written beside, then renamed: a crash leaves the old file or the new one, never half of one. */
  async #write(keys: Keys): Promise<void> {
    const draft = `${this.#path}.new`;
    const file = await open(draft, 'w', OWNER_ONLY);
    try {
      await file.chmod(OWNER_ONLY);
      await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path);
    await syncDirectory(dirname(this.#path));
  }
}

function parseKeys(text: string, path: string): Keys {
  try {
    const keys = JSON.parse(text) as Keys;
    if (Array.isArray(keys?.signing) && typeof keys.refreshKey === 'string') return keys;
  } catch (cause) {
    throw new StartError(`${path} is not well formed. Delete it to make new keys; everyone has to sign in again.`, {
      cause,
    });
  }
  throw new StartError(`${path} holds no keys. Delete it to make new ones; everyone has to sign in again.`);
}

/** Windows cannot open directories; there the rename alone has to do. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
