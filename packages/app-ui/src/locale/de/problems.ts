import type { problems as english } from '../en/problems.ts';
import type { Translation } from '../message.ts';

export const problems: Translation<typeof english> = {
  loadFailed: 'Das ließ sich nicht laden',
  notFoundTitle: 'Das ist nicht mehr da',
  offlineTitle: 'Keine Verbindung',
  offline: 'Der Server ist nicht erreichbar. Prüf die Verbindung und versuch es noch einmal.',
  validation: 'Etwas im Formular stimmt nicht. Sieh dir die markierten Felder an.',
  unauthenticated: 'Du bist abgemeldet. Melde dich wieder an, um weiterzumachen.',
  credentialsWrong: 'Das Passwort stimmt nicht.',
  forbidden: 'Das darfst du nicht. Frag die Person, die diesen Server betreibt.',
  notFound: 'Das ist nicht in der Bibliothek. Vielleicht wurde es entfernt oder umbenannt.',
  conflict: 'Das gibt es schon.',
  notEditable: 'Das lässt sich hier nicht ändern.',
  tooLarge: 'Das ist zu groß.',
  unsupported: 'Das kann der Server hier nicht.',
  rateLimited: {
    one: 'Zu viele Versuche. Versuch es in {count} Sekunde noch einmal.',
    other: 'Zu viele Versuche. Versuch es in {count} Sekunden noch einmal.',
  },
  setup: 'Dieser Server muss erst eingerichtet werden.',
  mediaMissing: 'Die Datei fehlt auf der Festplatte.',
  unavailable: 'Der Server ist beschäftigt oder startet neu. Versuch es gleich noch einmal.',
  internal:
    'Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal, und wenn es wieder passiert, notier die Anfragenummer.',
  fieldTooShort: 'Nimm mindestens {count} Zeichen.',
  fieldInvalid: 'Das wird nicht angenommen: {reason}',
  nameTaken: 'Dieser Name ist vergeben. Wähle einen anderen.',
};
