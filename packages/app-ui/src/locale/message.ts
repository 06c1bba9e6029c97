/** A sentence with `{names}` to fill, or its plural forms chosen by `count`. */
export type Message = string | PluralMessage;
export interface PluralMessage {
  zero?: string;
  one: string;
  two?: string;
  few?: string;
  many?: string;
  other: string;
}
export type Messages = Readonly<Record<string, Message>>;

/** Another language's file for an area: every key of the English one, none more. */
export type Translation<T extends Messages> = { readonly [Key in keyof T]: Message };

export type Parameters = Readonly<Record<string, string | number>>;

/** Fills `{name}`; numbers are written as the language writes them. */
export function formatMessage(message: Message, parameters: Parameters, locale: string): string {
  const template =
    typeof message === 'string' ? message : pluralForm(message, Number(parameters['count'] ?? 0), locale);
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormat(locale).format(value) : value;
  });
}

function pluralForm(message: PluralMessage, count: number, locale: string): string {
  if (count === 0 && message.zero !== undefined) return message.zero;
  return message[pluralRules(locale).select(count)] ?? message.other;
}

const rulesByLocale = new Map<string, Intl.PluralRules>();
function pluralRules(locale: string): Intl.PluralRules {
  const known = rulesByLocale.get(locale) ?? new Intl.PluralRules(locale);
  rulesByLocale.set(locale, known);
  return known;
}

const numbersByLocale = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: string): Intl.NumberFormat {
  const known = numbersByLocale.get(locale) ?? new Intl.NumberFormat(locale);
  numbersByLocale.set(locale, known);
  return known;
}
