import { after, before } from 'node:test';

/** One piece of a data plane, with what ends it. */
export interface OpenedPart<T> {
  part: T;
  close(): Promise<void>;
}
export type OpenPart<T> = () => Promise<OpenedPart<T>>;

/** One of it for a whole suite whose tests keep to keys of their own. */
export function sharePart<T>(open: OpenPart<T>): { get(): T } {
  let opened: OpenedPart<T> | undefined;
  before(async () => {
    opened = await open();
  });
  after(() => opened?.close());
  return {
    get() {
      if (!opened) throw new Error('It is opened before the first test only');
      return opened.part;
    },
  };
}
