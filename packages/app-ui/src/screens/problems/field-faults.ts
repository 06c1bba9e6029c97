import type { ErrorInfo } from '@jetstream/app-core';
import type { TextKey } from '#locale/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { useText } from '#locale/use-text.ts';

/** The server says faults in English: those that a form can meet, in the words of the locale. */
const known: readonly [said: RegExp, key: TextKey][] = [
  [/^Too small: expected string to have >=1 characters?$/, 'problems.fieldNeeded'],
  [/^Too small: expected string to have >=(\d+) characters?$/, 'problems.fieldTooShort'],
  [/^Too big: expected string to have <=(\d+) characters?$/, 'problems.fieldTooLong'],
  [/^Invalid input: expected \w+, received (?:undefined|null)$/, 'problems.fieldNeeded'],
  [/at most 72 bytes/, 'firstRun.strengthTooLong'],
  [/control characters/, 'problems.fieldControlCharacters'],
  [/^is wrong$/, 'problems.credentialsWrong'],
  [/name is taken/i, 'problems.nameTaken'],
  [/path must be absolute/i, 'problems.pathNotAbsolute'],
  [/no such folder/i, 'problems.folderMissing'],
  [/not a folder/i, 'problems.folderNotAFolder'],
  [/not allowed to read this folder/i, 'problems.folderUnreadable'],
  [/belongs to another library|already|inside|overlap/i, 'problems.folderTaken'],
];

/** One sentence for the person; what nobody planned is quoted as the server said it. */
export function faultText(message: string, text: TextFunction): string {
  for (const [said, key] of known) {
    const match = said.exec(message);
    if (match) return text(key, { count: Number(match[1] ?? 0) });
  }
  return text('problems.fieldInvalid', { reason: message });
}

/**
 * What is wrong with each input of a form, by the last part of its path (`body/password` is `password`). The first fault of
 * an input wins: the rest usually follows from it.
 */
export function fieldFaults(
  problem: Pick<ErrorInfo, 'fields'> | null,
  text: TextFunction,
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const { path, message } of problem?.fields ?? []) {
    const field = path.split('/').at(-1) ?? path;
    faults[field] ??= faultText(message, text);
  }
  return faults;
}

export function useFieldFaults(problem: Pick<ErrorInfo, 'fields'> | null): Readonly<Record<string, string>> {
  return fieldFaults(problem, useText());
}
