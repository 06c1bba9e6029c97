import { type Dirent, type FSWatcher, readdirSync, type Stats, statSync, watch } from 'node:fs';
import type { FolderChange, LibraryRoot } from '../media-files.ts';
import { explainFileError } from './explain-file-error.ts';
import type { WatchAnswer } from './worker-messages.ts';

const QUIET_MS = 1_500;
const MOST_WAIT_MS = 30_000;
const RETRY_ROOT_MS = 30_000;
const LIMIT_CODES = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);
/** One handle watches a whole tree there; on Linux Node would imitate that with a watch for each file. */
const HAS_TREE_WATCH = process.platform === 'darwin' || process.platform === 'win32';

interface Pending {
  isDeep: boolean;
  quietTicks: number;
  waitedTicks: number;
}

const TICK_MS = 250;

/** Watches every folder of one library (not its files) and reports those that changed, once they have been quiet. */
export class FolderWatch {
  readonly #root: LibraryRoot;
  readonly #post: (answer: WatchAnswer) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #pending = new Map<string, Pending>();
  #ticker: NodeJS.Timeout | null = null;
  #isExhausted = false;

  constructor(root: LibraryRoot, post: (answer: WatchAnswer) => void) {
    this.#root = root;
    this.#post = post;
  }

  start(): void {
    if (HAS_TREE_WATCH) this.#watch('', true);
    else this.#watchTree('');
    // A root that is not mounted yet may be later.
    if (!this.#watchers.has('')) setTimeout(() => this.#startLate(), RETRY_ROOT_MS);
  }

  #startLate(): void {
    this.start();
    if (this.#watchers.has('')) this.#note('', true);
  }

  #watchTree(top: string): void {
    const stack = [top];
    for (let path = stack.pop(); path !== undefined && !this.#isExhausted; path = stack.pop()) {
      if (!this.#watch(path, false)) continue;
      for (const entry of listFolders(this.#absolute(path))) stack.push(join(path, entry));
    }
  }

  #watch(path: string, recursive: boolean): boolean {
    if (this.#watchers.has(path)) return true;
    try {
      const watcher = watch(this.#absolute(path), { recursive, persistent: true }, (_event, name) =>
        this.#onEvent(path, name),
      );
      watcher.on('error', () => this.#unwatch(path));
      this.#watchers.set(path, watcher);
      return true;
    } catch (error) {
      this.#reportFault(error);
      return false;
    }
  }

  #reportFault(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (this.#isExhausted || !LIMIT_CODES.has(code)) return;
    this.#isExhausted = true;
    const hint =
      code === 'ENOSPC'
        ? 'The limit of watched folders (fs.inotify.max_user_watches) is reached.'
        : explainFileError(error);
    this.#post({ fault: `${this.#root.rootPath}: ${hint}` });
  }

  #onEvent(folder: string, name: string | Buffer | null): void {
    const entry = typeof name === 'string' ? name.replaceAll('\\', '/') : '';
    const path = entry === '' ? folder : join(folder, entry);
    if (path.split('/').some((part) => part.startsWith('.') && part !== '.nomedia' && part !== '.ndignore')) return;
    const stat = statOf(this.#absolute(path));
    const isFolder = stat?.isDirectory() ?? false;
    if (isFolder && path !== folder) {
      // Its content may have come before the watch did: it is listed as a whole.
      if (!HAS_TREE_WATCH && !this.#watchers.has(path)) this.#watchTree(path);
      this.#note(path, true);
    } else if (stat === undefined) {
      // What is gone may have been a folder, with all that was below.
      this.#unwatch(path);
      this.#note(path, true);
    }
    const cut = path.lastIndexOf('/');
    this.#note(isFolder && path === folder ? folder : path.slice(0, Math.max(0, cut)), false);
  }

  #unwatch(top: string): void {
    for (const [path, watcher] of this.#watchers) {
      if (path !== top && !path.startsWith(`${top}/`)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
  }

  #note(path: string, isDeep: boolean): void {
    const known = this.#pending.get(path);
    const waitedTicks = known?.waitedTicks ?? 0;
    this.#pending.set(path, { isDeep: isDeep || (known?.isDeep ?? false), quietTicks: 0, waitedTicks });
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** Everything is reported together once all is quiet: a move shows as a loss in one folder and a gain in another. */
  #tick(): void {
    let isQuiet = true;
    let isOverdue = false;
    for (const pending of this.#pending.values()) {
      pending.quietTicks++;
      pending.waitedTicks++;
      if (pending.quietTicks * TICK_MS < QUIET_MS) isQuiet = false;
      if (pending.waitedTicks * TICK_MS >= MOST_WAIT_MS) isOverdue = true;
    }
    if (!isQuiet && !isOverdue) return;
    const changes: FolderChange[] = [...this.#pending].map(([path, { isDeep }]) => ({
      libraryId: this.#root.libraryId,
      path,
      isDeep,
    }));
    this.#pending.clear();
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
    if (changes.length > 0) this.#post({ changes });
  }

  #absolute(path: string): string {
    return path === '' ? this.#root.rootPath : `${this.#root.rootPath}/${path}`;
  }
}

function statOf(absolutePath: string): Stats | undefined {
  try {
    return statSync(absolutePath, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function listFolders(absolutePath: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(absolutePath, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
