import type { localFiles as english } from '../en/local-files.ts';
import type { Translation } from '../message.ts';

export const localFiles: Translation<typeof english> = {
  title: 'Auf diesem Gerät',
  intro:
    'Wähle Titel oder einen Ordner dieses Geräts, oder ziehe sie irgendwo auf dieses Fenster. Sie spielen sofort und stehen hier, solange diese Seite offen ist.',
  promise: 'Nichts wird hochgeladen. Der Server erfährt nicht, was du von hier spielst.',
  chooseFiles: 'Dateien wählen',
  chooseFolder: 'Ordner wählen',
  skipped: {
    one: 'Eine Datei, die keine Musik ist, wurde ausgelassen',
    other: '{count} Dateien, die keine Musik sind, wurden ausgelassen',
  },
  forget: '{title} von der Liste nehmen',
  forgetAll: 'Liste leeren',
  dropToPlay: 'Hier spielen',
  dropToPlayText: 'Nichts wird hochgeladen',
  dropToUpload: 'Hochladen',
  dropToUploadText: 'Alle auf diesem Server können es hören',
};
