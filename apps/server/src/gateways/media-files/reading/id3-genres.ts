/** ID3v1 genres by number, with Winamp's additions. */
const GENRES: readonly string[] = (
  'Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|' +
  'Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop|' +
  'Vocal|Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|Alt. Rock|' +
  'Bass|Soul|Punk|Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|Darkwave|' +
  'Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta Rap|Top 40|' +
  'Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes|Trailer|Lo-Fi|' +
  'Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk-Rock|National Folk|Swing|' +
  'Fast-Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|Psychedelic Rock|' +
  'Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic|Humour|Speech|Chanson|Opera|' +
  'Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|Satire|Slow Jam|Club|Tango|Samba|Folklore|' +
  'Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock|Drum Solo|A Cappella|Euro-House|Dance Hall|Goa|' +
  'Drum & Bass|Club-House|Hardcore|Terror|Indie|BritPop|Afro-Punk|Polsk Punk|Beat|Christian Gangsta Rap|' +
  'Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|Merengue|Salsa|Thrash Metal|Anime|' +
  'JPop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|Downtempo|Dub|EBM|Eclectic|' +
  'Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|Industro-Goth|Jam Band|Krautrock|' +
  'Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|Psytrance|Shoegaze|Space Rock|' +
  'Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|' +
  'Dubstep|Garage Rock|Psybient'
).split('|');

export const genreOfNumber = (number: number): string | undefined => GENRES[number];

/** Genres in a TCON frame: names, numbers (`17`), and numbers in brackets (`(17)`, `(4)Eurodisco`, `(RX)`). */
export function expandId3Genres(value: string): string[] {
  const found: string[] = [];
  let rest = value.trim();
  for (;;) {
    const match = /^\((\d{1,3}|RX|CR)\)/.exec(rest);
    if (match === null) break;
    found.push(nameOf(match[1] ?? '') ?? match[0]);
    rest = rest.slice(match[0].length).trim();
  }
  // A doubled bracket stands for one that belongs to the name.
  if (rest !== '') found.push(nameOf(rest) ?? rest.replace(/^\(\(/, '('));
  return [...new Set(found)];
}

function nameOf(code: string): string | undefined {
  if (code === 'RX') return 'Remix';
  if (code === 'CR') return 'Cover';
  return /^\d{1,3}$/.test(code) ? genreOfNumber(Number(code)) : undefined;
}
