import { en } from '@jetstream/app-ui/locale/en/dictionary.ts';
import type { SourceFile } from './source-files.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What asks for texts: the app without its tests, and without the texts themselves. */
const ASKING = /^(?:packages\/app-(?:core|ui)|apps\/web)\/src\/(?!locale\/)(?!.*\.test\.tsx?$)/;
const LITERAL = /(['"`])([a-zA-Z]+)\.([\w-]+)\1/g;
const BUILT = /`([a-zA-Z]+)\.[^`\s]*\$\{/g;

/**
 * Texts that no code asks for, and keys without a text. Code writes each key whole, in a table where it depends on something: what a key is
 * built of at run time tells neither a reader nor this rule whom a text is for.
 */
export function localeFaults(sources: readonly SourceFile[], texts: Texts = en): string[] {
  const asking = sources.filter(({ path }) => ASKING.test(path));
  const asked = asking.flatMap(({ path, text }) =>
    [...text.matchAll(LITERAL)].flatMap(([, , area = '', name = '']) => (area in texts ? { path, area, name } : [])),
  );
  const known = new Set(asked.map(({ area, name }) => `${area}.${name}`));
  const keys = Object.entries(texts).flatMap(([area, messages]) =>
    Object.keys(messages).map((name) => `${area}.${name}`),
  );
  return [
    ...keys.filter((key) => !known.has(key)).map((key) => `${key}: no code asks for this text of the locale`),
    ...asked
      .filter(({ area, name }) => !(name in (texts[area] ?? {})))
      .map(({ path, area, name }) => `${path}: ${area}.${name} is no text of the locale`),
    ...asking.flatMap(({ path, text }) =>
      [...text.matchAll(BUILT)].flatMap(([key, area = '']) =>
        area in texts ? `${path}: ${key}…: the key of a text is written whole, in a table where there are several` : [],
      ),
    ),
  ];
}
