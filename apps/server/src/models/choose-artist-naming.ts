import type { ArtistNaming } from './artist-naming.ts';

/**
 * The better of two spellings of one artist: files disagree about marks ("Bjork"), capitals and sort names, and the
 * outcome must not depend on which file was read last.
 */
export function chooseArtistNaming(known: ArtistNaming, offered: ArtistNaming): ArtistNaming {
  const name = compareNames(known.name, offered.name) >= 0 ? known.name : offered.name;
  const sorted = chooseSorted(known, offered);
  return {
    id: known.id,
    name,
    sortName: sorted.sortName,
    nameKey: sorted.nameKey,
    musicBrainzArtistId: known.musicBrainzArtistId ?? offered.musicBrainzArtistId,
  };
}

/** A sort name that says more than the name was written by somebody who knew. */
function chooseSorted(known: ArtistNaming, offered: ArtistNaming): ArtistNaming {
  const isTold = (naming: ArtistNaming) => naming.sortName !== naming.name;
  if (isTold(known) !== isTold(offered)) return isTold(known) ? known : offered;
  return compareNames(known.sortName, offered.sortName) >= 0 ? known : offered;
}

/** Marks first, then mixed case over shouting or whispering, then the alphabet as a tie-breaker. */
function compareNames(a: string, b: string): number {
  return countMarks(a) - countMarks(b) || casing(a) - casing(b) || (a <= b ? 1 : -1);
}

const countMarks = (name: string) => name.normalize('NFD').match(/\p{Mn}/gu)?.length ?? 0;

const casing = (name: string) => (name === name.toUpperCase() || name === name.toLowerCase() ? 0 : 1);
