import type { QueueSource } from '@jetstream/app-core';
import type { TextFunction } from '#locale/locale.tsx';

/** Where the queue came from, in words. What was searched for alone would look like the name of an album. */
export function queueSourceTitle(source: QueueSource | undefined, text: TextFunction): string | undefined {
  if (!source?.title) return undefined;
  return source.kind === 'search' ? text('player.fromSearch', { query: source.title }) : source.title;
}
