import type { ChosenFile } from '@jetstream/app-core/services';

export interface LocatedFile {
  file: File;
  /** Empty for a file that was chosen by itself. */
  relativePath: string;
}

/** Folders of music hold much else; the server looks at the content of what is sent. */
const MUSIC =
  /\.(?:mp[1234+c]|mpga|flac|og[ga]|opus|spx|m4[abr]|aac|adts|wave?|w64|rf64|aif[cf]?|aiff|wma|asf|ape|wv|mpp|dsf|dff|tta|tak|mka)$/i;

/** As the server's scans know them. */
const COVER = /^(?:cover|folder|front|albumart|album)\.(?:jpe?g|png|webp|gif|avif)$/i;
const LYRICS = /\.(?:ttml|elrc|lrc|srt|vtt|txt)$/i;
const LANGUAGE = /\.[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i;

const isMusicName = (name: string): boolean => MUSIC.test(name) && !name.startsWith('.');

/** Music by its name, and whatever was chosen by itself. */
export const chooseMusic = (located: readonly LocatedFile[]): LocatedFile[] =>
  located.filter(({ file, relativePath }) => relativePath === '' || isMusicName(file.name));

/** What is worth sending: music, and behind it the covers and lyrics of a folder that belong to it. */
export function chooseWanted(located: readonly LocatedFile[]): LocatedFile[] {
  const music = chooseMusic(located);
  const inFolders = music.filter(({ relativePath }) => relativePath !== '').map(({ relativePath }) => relativePath);
  const stems = new Set(inFolders.map(stemOf));
  // A folder of several discs has its cover above them.
  const folders = new Set(inFolders.flatMap((path) => [folderOf(path), folderOf(folderOf(path))]));
  const isCompanion = ({ file: { name }, relativePath: path }: LocatedFile): boolean => {
    if (path === '' || isMusicName(name)) return false;
    if (COVER.test(name)) return folders.has(folderOf(path));
    return LYRICS.test(name) && [stemOf(path), stemOf(path).replace(LANGUAGE, '')].some((stem) => stems.has(stem));
  };
  return [...music, ...located.filter(isCompanion)];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const stemOf = (path: string): string => path.replace(/\.[^./]*$/, '');

/** Name, place, size and time: the same file chosen again has the same key, whatever the page remembers. */
export const toChosenFile = ({ file, relativePath }: LocatedFile): ChosenFile => ({
  key: [relativePath === '' ? file.name : relativePath, file.size, file.lastModified].join('|'),
  name: file.name,
  relativePath,
  sizeBytes: file.size,
});

/** Everything below what was dropped. Folders are read in pieces of at most a hundred entries. */
export async function readDropped(items: DataTransferItemList): Promise<LocatedFile[]> {
  // The list is emptied when the event is over: entries are taken out of it at once.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: LocatedFile[] = [];
  for (const entry of entries) await collect(entry, '', found);
  return found;
}

async function collect(entry: FileSystemEntry, folder: string, found: LocatedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await readFile(entry as FileSystemFileEntry);
    if (file) found.push({ file, relativePath: folder === '' ? '' : `${folder}/${entry.name}` });
    return;
  }
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const part = await readEntries(reader);
    if (part.length === 0) return;
    for (const inner of part) await collect(inner, path, found);
  }
}

/** One file that cannot be read does not keep the others from being sent. */
const readFile = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
