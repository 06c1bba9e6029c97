/** Of `eng`, `ENG` and `en-GB` alike `en`: tags of music have ISO 639-2, and dialects of a language are one. */
export function toBaseLanguage(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return tag.toLowerCase();
  }
}
