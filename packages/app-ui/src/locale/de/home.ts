import type { home as english } from '../en/home.ts';
import type { Translation } from '../message.ts';

export const home: Translation<typeof english> = {
  morning: 'Guten Morgen',
  afternoon: 'Guten Tag',
  evening: 'Guten Abend',
  night: 'Gute Nacht',
  morningFor: 'Guten Morgen, {name}',
  afternoonFor: 'Guten Tag, {name}',
  eveningFor: 'Guten Abend, {name}',
  nightFor: 'Gute Nacht, {name}',
  continueListening: 'Weiterhören',
  resume: '{title} ab {position} weiterhören',
  timeLeft: 'noch {time}',
  recentlyPlayed: 'Zuletzt gehört',
  recentlyAdded: 'Neu dabei',
  mostPlayed: 'Am meisten gehört',
  onRepeat: 'In Dauerschleife',
  onRepeatHint: 'Was du immer wieder hörst',
  forgottenFavourites: 'Vergessene Lieblinge',
  forgottenFavouritesHint: 'Einmal geliebt, lange nicht gehört',
  randomAlbums: 'Zufällig herausgegriffen',
  reshuffle: 'Andere zeigen',
  emptyTitle: 'Hier erscheint deine Musik',
  emptyAdministrator: 'Füge einen Ordner mit Musik hinzu, oder lass JetStream ein Demoalbum für dich komponieren.',
  emptyListener:
    'Auf diesem Server gibt es noch keine Musik. Bitte die Person, die ihn betreibt, einen Ordner hinzuzufügen.',
  emptyScanning: 'JetStream liest deine Musik ein. Alben erscheinen hier, sobald sie gefunden sind.',
  addMusic: 'Musik hinzufügen',
  scanningUnknown: {
    one: 'Suche nach Musik: bisher {count} Datei',
    other: 'Suche nach Musik: bisher {count} Dateien',
  },
  scanning: 'Deine Musik wird eingelesen: {seen} von {total} Dateien',
  scanDetails: 'Einzelheiten',
};
