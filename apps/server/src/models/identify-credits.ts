import { cleanLine } from '@jetstream/music-files';
import type { ArtistNaming } from './artist-naming.ts';
import type { TagField, TagFields } from './audio-reading.ts';
import { toArtistId } from './catalogue-ids.ts';
import type { ArtistId } from './ids.ts';
import { toSortKey } from './sort-key.ts';
import { joinNames, splitArtists, splitPerformer } from './split-names.ts';
import { parseMusicBrainzIds } from './tag-values.ts';
import type { Credit, CreditRole } from './track.ts';

const PLAIN_ROLES = [
  'composer',
  'lyricist',
  'conductor',
  'remixer',
  'producer',
  'arranger',
  'engineer',
  'mixer',
  'writer',
] as const satisfies readonly (CreditRole & TagField)[];

const MOST_CREDITS = 200;

export interface IdentifiedCredits {
  credits: Credit[];
  artists: ArtistNaming[];
  artistCredit: string;
  albumArtistCredit: string | null;
}

/** Who made the track, and in which role; the path's artist stands in where no artist is tagged. */
export function identifyCredits(tags: TagFields, pathArtist: string | null): IdentifiedCredits {
  const book = new CreditBook();
  const hasArtist = (tags.artist ?? tags.artists ?? []).some((name) => cleanLine(name) !== '');
  const main = nameParty(hasArtist ? tags.artist : pathArtist === null ? undefined : [pathArtist], tags.artists);
  const album = nameParty(tags.albumArtist, tags.albumArtists);
  book.addParty('artist', main.names, tags.artistSort, tags.musicBrainzArtistId);
  book.addParty('album-artist', album.names, tags.albumArtistSort, tags.musicBrainzAlbumArtistId);
  for (const role of PLAIN_ROLES) {
    book.addParty(role, splitArtists(tags[role] ?? []), role === 'composer' ? tags.composerSort : undefined, undefined);
  }
  for (const value of tags.performer ?? []) {
    const { name, instrument } = splitPerformer(value);
    if (name !== '') book.add('performer', name, instrument);
  }
  return {
    credits: book.credits,
    artists: book.listArtists(),
    artistCredit: main.credit,
    albumArtistCredit: album.credit === '' ? null : album.credit,
  };
}

/** `credit` is how the party is printed (`A feat. B`), `names` who is in it; a list field beside says it exactly. */
function nameParty(printed: readonly string[] | undefined, listed: readonly string[] | undefined) {
  const exact = (listed ?? []).map(cleanLine).filter((name) => name !== '');
  const shown = (printed ?? []).map(cleanLine).filter((name) => name !== '');
  const names = exact.length > 1 ? [...new Set(exact)] : splitArtists(shown.length > 0 ? shown : exact);
  const credit = shown.length === 1 ? (shown[0] ?? '') : joinNames(shown.length > 0 ? shown : names);
  return { names, credit: cleanLine(credit) };
}

class CreditBook {
  readonly credits: Credit[] = [];
  readonly #artists = new Map<string, ArtistNaming>();
  readonly #seen = new Set<string>();
  readonly #ids = new Map<string, ArtistId>();

  addParty(
    role: CreditRole,
    names: readonly string[],
    sortNames: readonly string[] | undefined,
    musicBrainzIds: readonly string[] | undefined,
  ): void {
    const sorts = (sortNames ?? []).flatMap((name) => (names.length > 1 ? splitArtists([name]) : [cleanLine(name)]));
    const ids = parseMusicBrainzIds(musicBrainzIds);
    // Lists that do not match name for name would give people the names and ids of others.
    const hasSorts = sorts.length === names.length;
    const hasIds = ids.length === names.length;
    names.forEach((name, at) => {
      this.add(role, name, null);
      this.#name(name, hasSorts ? (sorts[at] ?? '') : '', hasIds ? (ids[at] ?? null) : null);
    });
  }

  add(role: CreditRole, name: string, detail: string | null): void {
    const artistId = this.#toId(name);
    const key = `${role} ${artistId} ${detail ?? ''}`;
    if (this.#seen.has(key) || this.credits.length >= MOST_CREDITS) return;
    this.#seen.add(key);
    this.credits.push({ artistId, name, role, detail });
    this.#name(name, '', null);
  }

  listArtists(): ArtistNaming[] {
    return [...this.#artists.values()];
  }

  /** Hashing is dear, and the same few people have several roles. */
  #toId(name: string): ArtistId {
    const id = this.#ids.get(name) ?? toArtistId(name);
    this.#ids.set(name, id);
    return id;
  }

  #name(name: string, sortName: string, musicBrainzArtistId: string | null): void {
    const id = this.#toId(name);
    const known = this.#artists.get(id);
    if (
      known === undefined &&
      this.credits.length >= MOST_CREDITS &&
      !this.credits.some((credit) => credit.artistId === id)
    )
      return;
    const isSorted = sortName !== '' && sortName !== name;
    if (known !== undefined && !isSorted && musicBrainzArtistId === null) return;
    const chosen = isSorted ? sortName : (known?.sortName ?? name);
    this.#artists.set(id, {
      id,
      name: known?.name ?? name,
      sortName: chosen,
      nameKey: toSortKey(chosen),
      musicBrainzArtistId: musicBrainzArtistId ?? known?.musicBrainzArtistId ?? null,
    });
  }
}
