import type { localFiles as english } from '../en/local-files.ts';
import type { Translation } from '../message.ts';

export const localFiles: Translation<typeof english> = {
  title: 'Auf diesem Gerät',
  intro:
    'Wähle Titel oder einen Ordner dieses Geräts, oder ziehe sie irgendwo auf dieses Fenster. Sie spielen sofort, mit ihren Texten und so laut wie alles andere.',
  promise: 'Nichts wird hochgeladen. Der Server erfährt nicht, was du von hier spielst.',
  chooseFiles: 'Dateien wählen',
  chooseFolder: 'Ordner wählen',
  skipped: {
    one: 'Eine Datei, die keine Musik ist, wurde ausgelassen',
    other: '{count} Dateien, die keine Musik sind, wurden ausgelassen',
  },
  waitingTitle: { one: 'Ein Titel von deinem letzten Besuch', other: '{count} Titel von deinem letzten Besuch' },
  waitingPermission:
    'Der Browser fragt noch einmal, ob diese Seite sie lesen darf. Dann geht die Musik weiter, wo sie war.',
  waitingChoice:
    'Dieser Browser behält keinen Zugang zu Dateien. Wähle dieselben Dateien oder denselben Ordner noch einmal, und die Musik geht weiter, wo sie war.',
  openAgain: 'Wieder öffnen',
  chooseFilesAgain: 'Dateien noch einmal wählen',
  chooseFolderAgain: 'Ordner noch einmal wählen',
  waitingForget: 'Vergessen',
  andMore: '{titles} und {count} weitere',
  forget: '{title} von der Liste nehmen',
  forgetAll: 'Liste leeren',
  dropToPlay: 'Hier spielen',
  dropToPlayText: 'Nichts wird hochgeladen',
  dropToUpload: 'Hochladen',
  dropToUploadText: 'Alle auf diesem Server können es hören',
};
