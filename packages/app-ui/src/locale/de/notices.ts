import type { notices as english } from '../en/notices.ts';
import type { Translation } from '../message.ts';

export const notices: Translation<typeof english> = {
  failedUnsupported:
    '„{title}“ wurde übersprungen: Dieser Browser spielt nichts von dem ab, was der Server daraus machen kann. Nimm einen anderen Browser.',
  failedUnsupportedFile:
    '„{title}“ wurde übersprungen: Dieser Browser kann die Datei nicht abspielen. In einer Bibliothek des Servers wird sie umgewandelt, wenn sie nicht beschädigt ist.',
  failedMissing: 'Die Datei von „{title}“ ist nicht mehr da.',
  failedUnauthenticated: '„{title}“ lässt sich nicht abspielen: Deine Sitzung ist abgelaufen. Melde dich neu an.',
  failedUnreachable: '„{title}“ lässt sich nicht abspielen: Der Server antwortet nicht.',
  failedDamaged: 'Die Datei von „{title}“ ist beschädigt.',
  failedNoOutput:
    '„{title}“ wartet: Dieses Gerät hat keine Tonausgabe. Lautsprecher oder Kopfhörer anschließen, dann auf Wiedergabe drücken.',
  playBlocked: 'Der Browser wartet auf einen Klick, bevor er Ton abspielt.',
  play: 'Abspielen',
  nothingToPlay: 'Hier gibt es nichts abzuspielen.',
  loadFailed: 'Die Titel ließen sich nicht laden. Versuch es noch einmal.',
  playsNext: { one: '„{title}“ läuft als Nächstes', other: '{count} Titel laufen als Nächstes' },
  addedToQueue: { one: '„{title}“ ist in der Warteschlange', other: '{count} Titel sind in der Warteschlange' },
  queueFull: 'Die Warteschlange ist voll: Sie fasst {limit} Titel.',
  removedFromQueue: '„{title}“ aus der Warteschlange entfernt',
  queueCleared: { one: 'Warteschlange geleert ({count} Titel)', other: 'Warteschlange geleert ({count} Titel)' },
  undo: 'Rückgängig',
  annotationFailed: 'Das ließ sich nicht speichern. Es ist wieder wie vorher.',
  outputsRefused:
    'Der Browser behält die Ausgaben für sich. In der Adresszeile dieser Seite das Mikrofon erlauben und es noch einmal versuchen.',
  speedIs: 'Tempo: {value}×',
  localFilesFailed: 'Diese Dateien ließen sich nicht öffnen. Wähle sie noch einmal aus.',
  sessionEnded: 'Deine Sitzung ist abgelaufen. Melde dich neu an.',
};
