/** Lower case without accents, so that `Losche` finds `Löschen`. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

interface Searchable<K> {
  title: K;
  settings: readonly { id: string; words: readonly K[] }[];
}

/** The sections with only those settings whose words hold every word of the query; a section's own title finds all of it. */
export function searchSettings<K, S extends Searchable<K>>(
  sections: readonly S[],
  query: string,
  textOf: (key: K) => string,
): S[] {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  const holdsAll = (keys: readonly K[]) => {
    const text = keys.map((key) => fold(textOf(key))).join(' ');
    return wanted.every((word) => text.includes(word));
  };
  return sections
    .map((section) => ({
      ...section,
      settings: section.settings.filter((setting) => holdsAll([section.title, ...setting.words])),
    }))
    .filter((section) => section.settings.length > 0);
}
