import type { search as english } from '../en/search.ts';
import type { Translation } from '../message.ts';

export const search: Translation<typeof english> = {
  title: 'Suche',
  titleFor: '{query} - Suche',
  placeholder: 'Titel, Alben, Künstler, Genres',
  recent: 'Letzte Suchen',
  clearRecent: 'Letzte Suchen löschen',
  forget: '{query} vergessen',
  again: 'Nach {query} suchen',
  browse: 'Genres durchstöbern',
  top: 'Bester Treffer',
  songs: 'Titel',
  albums: 'Alben',
  artists: 'Künstler',
  genres: 'Genres',
  kindTrack: 'Titel',
  kindAlbum: 'Album',
  kindArtist: 'Künstler',
  corrected: 'Nichts passt zu „{query}“. Hier sind die Treffer für „{corrected}“.',
  nothingTitle: 'Nichts gefunden für „{query}“',
  nothingText:
    'Prüf die Schreibweise oder nimm weniger Wörter. JetStream durchsucht Titel, Künstler, Alben und Genres.',
  emptyTitle: 'Finde alles in deiner Bibliothek',
  emptyText: 'Tipp ein paar Buchstaben eines Titels, Albums, Künstlers oder Genres.',
  resultCount: { zero: 'Keine Treffer', one: '{count} Treffer', other: '{count} Treffer' },
};
