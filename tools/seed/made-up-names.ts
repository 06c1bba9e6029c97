/** Words of song titles, commonest first: chosen with falling likelihood, as real titles use them. */
const titleWords = `love the you me night heart time day blue my home rain light dream fire little way world baby dance
  sun girl moon life good black sweet river man city summer song eyes never road again heaven wild lost soul cold
  morning star gold run last free dark long stay tonight sky down winter sea stone one forever high red wind crazy
  ocean paradise shadow machine silver mirror thunder garden electric stranger morningstar highway angel diamond
  velvet satellite echo horizon midnight gravity lullaby carousel wildfire cathedral avalanche telephone january
  november monument kaleidoscope halcyon labyrinth meridian solstice zenith aurora nocturne serenade waltz ballad
  rhapsody fugue prelude interlude reprise overture sonata étude canción corazón noche lluvia liebe nacht regen
  herz été hiver jardin étoile naïve café piñata über château 夜 空 夢 東京 桜 ночь звезда дорога`.split(/\s+/);

const artistWords = `velvet arctic crystal iron golden broken silent electric paper glass northern hollow crimson lunar
  neon distant wooden marble copper savage gentle phantom royal desert coastal static violet amber hidden scarlet
  foxes wolves kings sisters brothers monkeys tigers pilots sailors ghosts poets strangers lovers hunters rivers
  mountains engines orchestra quartet trio collective ensemble society machine parade circus theory district avenue
  harbour lanterns satellites sparrows ravens swans owls`.split(/\s+/);

const firstNames = `Anna Björn Carla Dmitri Elena Frédéric Günter Hana Ivo José Kenji Lucía Marta Niels Olga Pablo
  Quentin Renée Sofía Tomás Ursula Vera Wanda Xavier Yuki Zoë Alma Bruno Chloé David`.split(/\s+/);
const lastNames = `Andersson Bauer Castillo Dvořák Eriksen Fischer García Hoffmann Ivanova Jensen Kowalski Larsen
  Müller Novák Ørsted Petrov Quiroga Rossi Sørensen Tanaka Ueda Virtanen Wagner Yılmaz Zhang Łukasz Ōshiro`.split(
  /\s+/,
);

export const genreNames = `Rock|Pop|Jazz|Electronic|Hip-Hop|Classical|Folk|Metal|Ambient|Blues|Soul|Country|Reggae|Punk
|Techno|House|Indie|Funk|Soundtrack|World|Drum & Bass|Singer-Songwriter|R&B|Latin|Opera|Gospel|Disco|Trip-Hop
|Post-Rock|Shoegaze`
  .split('|')
  .map((name) => name.trim());

const syllables = `ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bri cle dro fla gri kna
  ple sho stra thu an er in or un ell ist mon sar ven`.split(/\s+/);

/** A number from 0 up to 1. */
export type Chance = () => number;

/** Mulberry32: the same seed gives the same library. */
export function createChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** Earlier entries come much more often. */
const pickEarly = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() ** 2.5 * list.length)] as T;

const capitalise = (words: string[]) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

/** Most words of a real vocabulary stand in one or two titles. */
const makeRareWord = (chance: Chance): string =>
  Array.from({ length: 2 + Math.floor(chance() * 3) }, () => pick(chance, syllables)).join('');

export function makeTitle(chance: Chance): string {
  const length = 1 + Math.floor(chance() * 4);
  const makeWord = () => (chance() < 0.12 ? makeRareWord(chance) : pickEarly(chance, titleWords));
  const title = capitalise(Array.from({ length }, makeWord));
  return chance() < 0.08 ? `${title} (Live)` : title;
}

export function makeArtistName(chance: Chance): string {
  if (chance() < 0.4) return `${pick(chance, firstNames)} ${pick(chance, lastNames)}`;
  const name = capitalise([pick(chance, artistWords), pick(chance, artistWords)]);
  return chance() < 0.3 ? `The ${name}` : name;
}
