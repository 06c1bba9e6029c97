import type { signIn as english } from '../en/sign-in.ts';
import type { Translation } from '../message.ts';

export const signIn: Translation<typeof english> = {
  title: 'Anmelden',
  welcome: 'Schön, dass du da bist',
  name: 'Name',
  password: 'Passwort',
  submit: 'Anmelden',
  submitting: 'Du wirst angemeldet',
  nameNeeded: 'Gib deinen Namen ein.',
  passwordNeeded: 'Gib dein Passwort ein.',
  wrong: 'Name und Passwort passen nicht zusammen. Prüf beides und versuch es noch einmal.',
  throttled: {
    one: 'Zu viele Versuche. Versuch es in {count} Sekunde noch einmal.',
    other: 'Zu viele Versuche. Versuch es in {count} Sekunden noch einmal.',
  },
  throttledOver: 'Du kannst es jetzt noch einmal versuchen.',
  unreachable: 'Der Server antwortet nicht. Prüf, ob er läuft und ob du in seinem Netz bist.',
  forgotten: 'Passwort vergessen? Wer diesen Server betreibt, kann dir ein neues geben.',
};
