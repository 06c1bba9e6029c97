/** All control characters but tabs and line breaks, and what no text contains. */
const CONTROL = /[^\P{Cc}\n\t]|[\ufeff\ufffe\uffff]/gu;
const CONTROL_OR_BREAK = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]+/gu;
export const LONGEST_LINE = 500;
const LONGEST_TEXT = 100_000;

/** One line for showing: no control characters, single spaces, well-formed, at most 500 characters. */
export function cleanLine(text: string): string {
  const line = text
    .slice(0, LONGEST_LINE * 4)
    .toWellFormed()
    .replace(CONTROL_OR_BREAK, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return cut(line, LONGEST_LINE);
}

/** Text of several lines: line breaks stay, other control characters go. */
export function cleanText(text: string, longest = LONGEST_TEXT): string {
  const whole = text
    .slice(0, longest * 2)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, '')
    .trim();
  return cut(whole, longest);
}

function cut(text: string, longest: number): string {
  // `toWellFormed` again: the cut may have halved a surrogate pair.
  return text.length <= longest
    ? text
    : text
        .slice(0, longest)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trimEnd();
}
