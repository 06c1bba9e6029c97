import type { problems as english } from '../en/problems.ts';
import type { Translation } from '../message.ts';

export const problems: Translation<typeof english> = {
  loadFailed: 'Das ließ sich nicht laden',
  notFoundTitle: 'Das ist nicht mehr da',
  offlineTitle: 'JetStream ist nicht erreichbar',
  offline: 'Der Server antwortet nicht. Prüf, ob er läuft und ob dieses Gerät eine Verbindung hat.',
  validation: 'Etwas im Formular stimmt nicht. Sieh dir die markierten Felder an.',
  unauthenticated: 'Du bist abgemeldet. Melde dich wieder an, um weiterzumachen.',
  credentialsWrong: 'Das Passwort stimmt nicht.',
  forbidden: 'Das darfst du nicht. Frag die Person, die diesen Server betreibt.',
  notFound: 'Das ist nicht in der Bibliothek. Vielleicht wurde es entfernt oder umbenannt.',
  conflict: 'Das gibt es schon.',
  notEditable: 'Das lässt sich hier nicht ändern.',
  tooLarge: 'Das ist zu groß.',
  quotaExceeded: 'Der Platz für deine Uploads ist aufgebraucht.',
  unsupported: 'Das kann der Server hier nicht.',
  rateLimited: {
    one: 'Zu viele Versuche. Versuch es in {count} Sekunde noch einmal.',
    other: 'Zu viele Versuche. Versuch es in {count} Sekunden noch einmal.',
  },
  setup: 'Dieser Server muss erst eingerichtet werden.',
  mediaMissing: 'Die Datei fehlt auf der Festplatte.',
  mediaUnreadable: 'Diese Datei lässt sich nicht dekodieren: Sie ist beschädigt, oder das Format ist unbekannt.',
  unavailable: 'Der Server ist beschäftigt oder startet neu. Versuch es gleich noch einmal.',
  internal:
    'Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal, und wenn es wieder passiert, notier die Anfragenummer.',
  fieldTooShort: 'Nimm mindestens {count} Zeichen.',
  fieldInvalid: 'Das wird nicht angenommen: {reason}',
  fieldTooLong: 'Nimm höchstens {count} Zeichen.',
  fieldNeeded: 'Das fehlt noch.',
  fieldControlCharacters: 'Lass Zeilenumbrüche und andere unsichtbare Zeichen weg.',
  pathNotAbsolute: 'Schreib den ganzen Pfad, von der obersten Ebene des Servers an.',
  folderMissing: 'Diesen Ordner gibt es auf dem Server nicht.',
  folderNotAFolder: 'Das ist eine Datei, kein Ordner.',
  folderUnreadable:
    'JetStream darf diesen Ordner nicht lesen. Gib seinem Benutzer das Recht dazu oder wähle einen anderen.',
  folderTaken: 'Dieser Ordner, oder einer darum oder darin, ist schon ein Musikordner.',
  nameTaken: 'Dieser Name ist vergeben. Wähle einen anderen.',
};
