/** One or two letters that stand for a title: the first of its first two words; whole signs, not halves of them. */
export function glyphOf(title: string): string {
  const words = title.normalize('NFC').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  const first = [...(words[0] ?? '')][0] ?? '♪';
  const second = isIdeographic(first) ? '' : ([...(words[1] ?? '')][0] ?? '');
  return (first + second).toLocaleUpperCase();
}

const isIdeographic = (sign: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(sign);

/** The same title always has the same hue, 0-359. */
export function hueOf(title: string): number {
  let hash = 2_166_136_261;
  for (const sign of title) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0) % 360;
}
