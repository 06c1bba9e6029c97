import type { ChosenFile } from '@jetstream/app-core/services';
import { isAudioName, isLyricsName, LyricsFiles, rankCover } from '@jetstream/music-files/names';
import { canKeepHandles } from './file-handles.ts';

export interface LocatedFile {
  file: File;
  /** Empty for a file that was chosen by itself. */
  relativePath: string;
  /** To find the file again at the next visit, and what the person gave permission for: the file, or a folder above it. */
  handle?: FileSystemFileHandle;
  root?: FileSystemHandle;
  /** Of an earlier visit: the browser's database gives each file another object for the same root. */
  rootId?: string;
}

/** Folders of music hold much else; the server looks at the content of what is sent. */
const isMusicName = (name: string): boolean => isAudioName(name) && !name.startsWith('.');

/** Music by its name, and whatever was chosen by itself. */
export const chooseMusic = (located: readonly LocatedFile[]): LocatedFile[] =>
  located.filter(({ file, relativePath }) => relativePath === '' || isMusicName(file.name));

/** What is worth sending: music, and behind it the covers and lyrics of a folder that belong to it. */
export function chooseWanted(located: readonly LocatedFile[]): LocatedFile[] {
  const music = chooseMusic(located);
  const inFolders = music.filter(({ relativePath }) => relativePath !== '').map(({ relativePath }) => relativePath);
  // A folder of several discs has its cover above them.
  const folders = new Set(inFolders.flatMap((path) => [folderOf(path), folderOf(folderOf(path))]));
  const lyrics = new Set(
    [...findLyrics(located, music).values()].flatMap((beside) => beside.map(({ located: { file } }) => file)),
  );
  const isCompanion = ({ file, relativePath }: LocatedFile): boolean => {
    if (relativePath === '' || isMusicName(file.name)) return false;
    return lyrics.has(file) || (rankCover(file.name) !== undefined && folders.has(folderOf(relativePath)));
  };
  return [...music, ...located.filter(isCompanion)];
}

export interface LocatedLyrics {
  located: LocatedFile;
  /** Where the name tells one. */
  language: string | null;
}

/** The lyrics files beside each of `music` within its folder, the one to prefer first. What was chosen without its folder has what was chosen with it. */
export function findLyrics(
  located: readonly LocatedFile[],
  music: readonly LocatedFile[],
): Map<LocatedFile, LocatedLyrics[]> {
  const folders = new Map<string, Map<string, LocatedFile>>();
  for (const one of located) {
    const { file, relativePath } = one;
    if (!isLyricsName(file.name)) continue;
    const folder = folderOf(relativePath);
    folders.set(folder, (folders.get(folder) ?? new Map<string, LocatedFile>()).set(file.name, one));
  }
  const namesOf = new Map([...folders].map(([folder, files]) => [folder, new LyricsFiles([...files.keys()])]));
  return new Map(
    music.map((track) => {
      const folder = folderOf(track.relativePath);
      const beside = namesOf.get(folder)?.listBeside(track.file.name) ?? [];
      const toLocated = ({ name, language }: { name: string; language: string | null }) => {
        const found = folders.get(folder)?.get(name);
        return found ? [{ located: found, language }] : [];
      };
      return [track, beside.flatMap(toLocated)];
    }),
  );
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Name, place, size and time: the same file chosen again has the same key, whatever the page remembers. */
export const toFileKey = ({ file, relativePath }: LocatedFile): string =>
  [relativePath === '' ? file.name : relativePath, file.size, file.lastModified].join('|');

export const toChosenFile = ({ file, relativePath }: LocatedFile): ChosenFile => ({
  key: toFileKey({ file, relativePath }),
  name: file.name,
  relativePath,
  sizeBytes: file.size,
});

interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Everything below what was dropped. Folders are read in pieces of at most a hundred entries. */
export async function readDropped(items: DataTransferItemList): Promise<LocatedFile[]> {
  // The list is emptied when the event is over: whatever stands for its files is taken out of it at once.
  const asked = canKeepHandles() ? [...items].map((item) => (item as HandleItem).getAsFileSystemHandle?.()) : [];
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const handles = await Promise.all(asked).catch(() => []);
  const kept = handles.flatMap((handle) => handle ?? []);
  const { readEntries, readHandles } = await import('./read-handles.ts');
  return kept.length > 0 ? readHandles(kept) : readEntries(entries);
}
