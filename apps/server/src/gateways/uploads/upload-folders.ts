import { chooseFileName, chooseFolderName, findFileName, type FolderNames } from '#models/upload-path.ts';
import type { UploadFiles } from '../upload-files.ts';

/** Finds places for uploads by what lies in folders already, wherever these are kept. */
export class UploadFolders implements Pick<UploadFiles, 'choosePath' | 'findPath'> {
  readonly #listNames: (folders: readonly string[]) => Promise<FolderNames>;

  /** `listNames`: what lies below the library in these folders, one in the other; nothing where they are not there. */
  constructor(listNames: (folders: readonly string[]) => Promise<FolderNames>) {
    this.#listNames = listNames;
  }

  async choosePath(folders: readonly string[], stem: string, ending: string): Promise<string> {
    const { path, names } = await this.#findFolder(folders);
    return [...path, chooseFileName(names, stem, ending)].join('/');
  }

  async findPath(folders: readonly string[], name: string): Promise<string | undefined> {
    const { path, names } = await this.#findFolder(folders);
    const found = findFileName(names, name);
    return found && [...path, found].join('/');
  }

  /** Where these folders are or would be, and what lies there. */
  async #findFolder(folders: readonly string[]): Promise<{ path: string[]; names: FolderNames }> {
    const path: string[] = [];
    let names = await this.#listNames(path);
    for (const folder of folders) {
      path.push(chooseFolderName(names, folder));
      names = await this.#listNames(path);
    }
    return { path, names };
  }
}
