import type { TestEvent } from 'node:test/reporters';

/** For `--test-reporter`: a line for each test that failed, the path of the file that Node ran for it. */
export default async function* reportFailedFiles(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:fail') continue;
    // The place of a test is that of a helper which defines it for others; a file that breaks down has none of its own.
    const path = data.entryFile ?? data.file;
    if (path !== undefined) yield `${path}\n`;
  }
}
