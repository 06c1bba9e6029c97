/** What a path suggests where tags are silent. */
export interface PathNaming {
  title: string;
  artist: string | null;
  album: string | null;
  year: number | null;
  discNumber: number | null;
  trackNumber: number | null;
}

const DISC_FOLDER = /^(?:cd|dis[ck]|disque|volume|vol|side|lp)[\s._-]*(\d{1,3}|[a-d])(?:\b.*)?$/i;
const LEADING_YEAR = /^[[(]?((?:18|19|20)\d{2})(?:[-.]\d{1,2}){0,2}[\])]?\s*[-–_.]?\s*(\S.*)$/;
const TRAILING_YEAR = /^(.*\S)\s*[[(]((?:18|19|20)\d{2})[\])](?:\s*[[(].*[\])])*$/;
const DISC_AND_TRACK = /^(\d{1,2})[-.](\d{1,3})(?:\s*[-–.)_]\s*|\s+)(\S.*)$/;
const TRACK_NUMBER = /^[[(]?(\d{1,3})[\])]?(?:\s*[-–.)_]+\s*|\s+)(\S.*)$/;
const ONLY_NUMBER = /^(\d{1,3})$/;
const DASH = /\s+[-–—]\s+/;

/** Whether a folder holds one disc of the album that its parent folder is. */
export const isDiscFolder = (name: string): boolean => DISC_FOLDER.test(name);

/** The folder of an album: the parent, where discs have folders of their own. */
export function toAlbumFolder(folderPath: string): string {
  const cut = folderPath.lastIndexOf('/');
  return isDiscFolder(folderPath.slice(cut + 1)) ? folderPath.slice(0, Math.max(0, cut)) : folderPath;
}

/**
 * Reads `Artist/Year - Album/CD 1/01 - Title.ext`, `Artist - Album (Year)/01. Title.ext`, `01 - Artist - Title.ext` and the like.
 * `path` is relative to the library.
 */
export function identifyFromPath(path: string): PathNaming {
  const folders = path.split('/').slice(0, -1);
  const file = identifyFromFileName(path);
  const last = folders.at(-1);
  const disc = last === undefined ? null : DISC_FOLDER.exec(last);
  if (disc !== null) folders.pop();
  const folder = identifyFromFolders(folders, file.trackNumber !== null || disc !== null);
  return {
    title: file.title,
    artist: file.artist ?? folder.artist,
    album: folder.album,
    year: folder.year,
    discNumber: file.discNumber ?? toDiscNumber(disc?.[1]),
    trackNumber: file.trackNumber,
  };
}

function identifyFromFileName(path: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = name.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, '');
  const bare = (stem.includes(' ') ? stem : stem.replace(/_/g, ' ')).trim() || name;
  const { discNumber, trackNumber, rest } = splitPosition(bare);
  const [first = rest, second, ...more] = rest.split(DASH).filter((part) => part !== '');
  const isNamed = second !== undefined && more.length === 0;
  return { title: isNamed ? second : rest, artist: isNamed ? first : null, discNumber, trackNumber };
}

function splitPosition(name: string): { discNumber: number | null; trackNumber: number | null; rest: string } {
  const [, disc, track, afterBoth] = DISC_AND_TRACK.exec(name) ?? [];
  if (afterBoth !== undefined) return { discNumber: Number(disc), trackNumber: Number(track), rest: afterBoth };
  const [, single, afterSingle] = TRACK_NUMBER.exec(name) ?? [];
  if (afterSingle !== undefined) return { discNumber: null, trackNumber: Number(single), rest: afterSingle };
  const only = ONLY_NUMBER.exec(name)?.[1];
  return { discNumber: null, trackNumber: only === undefined ? null : Number(only), rest: name };
}

function identifyFromFolders(folders: string[], hasOrder: boolean) {
  const name = folders.at(-1);
  const nothing = { artist: null, album: null, year: null };
  if (name === undefined) return nothing;
  const dated = splitYear(name);
  const parts = dated.title.split(DASH);
  const parent = folders.at(-2) ?? null;
  if (parent === null && parts.length === 2) {
    const inner = splitYear(parts[1] ?? '');
    return { artist: parts[0] ?? null, album: inner.title, year: dated.year ?? inner.year };
  }
  if (parent !== null) return { artist: parent, album: stripArtist(dated.title, parent), year: dated.year };
  // A single folder is an album only if something says so: "Downloads" is none.
  return dated.year !== null || hasOrder ? { artist: null, album: dated.title, year: dated.year } : nothing;
}

function splitYear(name: string): { title: string; year: number | null } {
  const leading = LEADING_YEAR.exec(name);
  if (leading !== null) return { title: leading[2] ?? name, year: Number(leading[1]) };
  const trailing = TRAILING_YEAR.exec(name);
  return trailing === null ? { title: name, year: null } : { title: trailing[1] ?? name, year: Number(trailing[2]) };
}

/** `Artist - Album` in the folder of that artist is the album's name with the artist before it. */
function stripArtist(album: string, artist: string): string {
  const [first = '', ...rest] = album.split(DASH);
  return rest.length > 0 && first.toLowerCase() === artist.toLowerCase() ? rest.join(' - ') : album;
}

function toDiscNumber(text: string | undefined): number | null {
  if (text === undefined) return null;
  return /\d/.test(text) ? Number(text) : text.toLowerCase().charCodeAt(0) - 96;
}
