export type PasswordStrength = 'empty' | 'too-short' | 'too-long' | 'weak' | 'fair' | 'strong';

const minimumLength = 8;
/** bcrypt reads no further, so the server refuses more. */
const maximumBytes = 72;

/**
 * A rough estimate in words, for guidance only: the server decides what it accepts. Length counts most; repeated and
 * counted-up characters do not count, nor does the user's own name.
 */
export function passwordStrength(password: string, userName = ''): PasswordStrength {
  if (password === '') return 'empty';
  if (password.length < minimumLength) return 'too-short';
  if (new TextEncoder().encode(password).length > maximumBytes) return 'too-long';
  const bits = guessingBits(withoutName(password, userName));
  if (bits < 40) return 'weak';
  return bits < 64 ? 'fair' : 'strong';
}

function withoutName(password: string, userName: string): string {
  const name = userName.trim().toLowerCase();
  return name.length < 3 ? password : password.toLowerCase().replaceAll(name, '');
}

function guessingBits(text: string): number {
  const characters = [...text];
  const unpredictable = characters.filter((character, at) => !continuesRun(characters[at - 1], character));
  return unpredictable.length * Math.log2(alphabetSize(text) + 1);
}

/** Whether the second character repeats the first or is its neighbour, as in `aaa`, `123` and `cba`. */
function continuesRun(previous: string | undefined, character: string): boolean {
  if (previous === undefined) return false;
  return Math.abs((character.codePointAt(0) ?? 0) - (previous.codePointAt(0) ?? 0)) <= 1;
}

function alphabetSize(text: string): number {
  const classes: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[ -/:-@[-`{-~]/, 32],
    [/[^ -~]/, 100],
  ];
  return classes.reduce((size, [pattern, letters]) => (pattern.test(text) ? size + letters : size), 0);
}

/** Whether the server would take it; a weak one is the user's own decision. */
export const isAcceptable = (strength: PasswordStrength): boolean =>
  strength === 'weak' || strength === 'fair' || strength === 'strong';
