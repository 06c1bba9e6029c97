import type { en } from './en/dictionary.ts';
import type { Message, Translation } from './message.ts';

type Areas = typeof en;
export type Area = keyof Areas;
/** `area.key`, such as `player.play`. */
export type TextKey = { [A in Area]: `${A}.${keyof Areas[A] & string}` }[Area];
/** A whole language: a missing area or key does not compile. */
export type Dictionary = { readonly [A in Area]: Translation<Areas[A]> };

export function messageAt(dictionary: Dictionary, key: TextKey): Message {
  const [area = '', name = ''] = key.split('.', 2);
  const messages: Readonly<Record<string, Readonly<Record<string, Message>>>> = dictionary;
  return messages[area]?.[name] ?? key;
}
