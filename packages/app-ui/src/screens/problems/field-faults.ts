import type { ErrorInfo } from '@jetstream/app-core';

/**
 * The server's message for each input of a form, by the last part of its path (`body/password` is `password`). The first
 * fault of an input wins: the rest usually follows from it.
 */
export function fieldFaults(problem: Pick<ErrorInfo, 'fields'> | null): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const { path, message } of problem?.fields ?? []) {
    const field = path.split('/').at(-1) ?? path;
    faults[field] ??= message;
  }
  return faults;
}
