import type { Page } from '#models/page.ts';

export const toPage = <T, P>(page: Page<T>, present: (item: T) => P): Page<P> => ({
  items: page.items.map(present),
  nextCursor: page.nextCursor,
  total: page.total,
});
