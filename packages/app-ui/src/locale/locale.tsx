import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { messageAt, type Dictionary, type TextKey } from './dictionary.ts';
import { en } from './en/dictionary.ts';
import { createFormat, type Format } from './format.ts';
import { formatMessage, type Parameters } from './message.ts';

export type Language = 'en' | 'de';
export type LocaleChoice = 'system' | Language;
export type TextFunction = (key: TextKey, parameters?: Parameters) => string;

interface Locale {
  language: Language;
  text: TextFunction;
  format: Format;
}

const none: Parameters = {};
function createLocale(language: Language, tag: string, dictionary: Dictionary): Locale {
  return {
    language,
    text: (key, parameters = none) => formatMessage(messageAt(dictionary, key), parameters, tag),
    format: createFormat(tag),
  };
}

const loaders: Record<Exclude<Language, 'en'>, () => Promise<Dictionary>> = {
  de: async () => (await import('./de/dictionary.ts')).de,
};

const LocaleContext = createContext<Locale>(createLocale('en', 'en', en));

export interface LocaleProviderProps {
  choice: LocaleChoice;
  /** The system's languages, best first, such as `['de-AT', 'en']`. */
  systemLanguages: readonly string[];
  onLanguageChange?: (language: Language) => void;
  children: ReactNode;
}

export function languageFor(choice: LocaleChoice, systemLanguages: readonly string[]): Language {
  if (choice !== 'system') return choice;
  for (const tag of systemLanguages) {
    const [base] = tag.toLowerCase().split('-');
    if (base === 'en' || base === 'de') return base;
  }
  return 'en';
}

/** A regional tag of the same language, so that an Austrian reads Austrian dates. */
function tagFor(language: Language, systemLanguages: readonly string[]): string {
  return systemLanguages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

const english: Loaded = { language: 'en', dictionary: en };
interface Loaded {
  language: Language;
  dictionary: Dictionary;
}

export function LocaleProvider({ choice, systemLanguages, onLanguageChange, children }: LocaleProviderProps) {
  const wanted = languageFor(choice, systemLanguages);
  // Nothing is shown until the first dictionary is there: a German reader must not see English flash.
  const [loaded, setLoaded] = useState<Loaded | null>(wanted === 'en' ? english : null);
  useEffect(() => {
    let isCurrent = true;
    const show = (next: Loaded) => isCurrent && setLoaded(next);
    if (wanted === 'en') show(english);
    else
      loaders[wanted]().then(
        (dictionary) => show({ language: wanted, dictionary }),
        // Offline before the dictionary was ever loaded: English beats nothing.
        () => setLoaded((before) => before ?? english),
      );
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  useEffect(() => {
    if (loaded) onLanguageChange?.(loaded.language);
  }, [loaded, onLanguageChange]);
  const locale = useMemo(
    () => loaded && createLocale(loaded.language, tagFor(loaded.language, systemLanguages), loaded.dictionary),
    [loaded, systemLanguages],
  );
  return locale && <LocaleContext value={locale}>{children}</LocaleContext>;
}

export const useLocale = (): Locale => use(LocaleContext);
