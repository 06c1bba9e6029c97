const COVER_NAMES = ['cover', 'folder', 'front', 'albumart', 'album'];
const COVER_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'];
const COVER_RANKS: ReadonlyMap<string, number> = new Map(
  COVER_NAMES.flatMap((name) => COVER_EXTENSIONS.map((extension) => `${name}.${extension}`)).map((name, rank) => [
    name,
    rank,
  ]),
);

/** Lower is better; undefined for files that are no cover. */
export const rankCover = (name: string): number | undefined => COVER_RANKS.get(name.toLowerCase());

/** What is larger lies in the folder for another purpose. */
export const LARGEST_COMPANION_BYTES = { cover: 32 * 1024 * 1024, lyrics: 512 * 1024 } as const;

export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
