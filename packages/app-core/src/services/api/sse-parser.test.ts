import { describe, expect, it } from 'vitest';
import { SseParser } from './sse-parser.ts';

const stream = [
  ': hello\n\n',
  'retry: 2500\n',
  'event: scan-progressed\ndata: {"a":1}\nid: 7\n\n',
  'data: first\r\ndata: second\r\n\r\n',
  'data:no space\n\n',
  'event: nothing\n\n',
  'data\n\n',
].join('');
const expected = [
  { event: 'scan-progressed', data: '{"a":1}' },
  { event: 'message', data: 'first\nsecond' },
  { event: 'message', data: 'no space' },
  { event: 'message', data: '' },
];

describe('reading an event stream', () => {
  it('understands comments, fields, line ends and messages of several lines', () => {
    const parser = new SseParser();
    expect(parser.push(stream)).toEqual(expected);
    expect(parser.lastEventId).toBe('7');
    expect(parser.retryMs).toBe(2_500);
  });

  it('reads the same however the bytes are cut', () => {
    for (let size = 1; size <= 12; size += 1) {
      const parser = new SseParser();
      const messages = [];
      for (let at = 0; at < stream.length; at += size) messages.push(...parser.push(stream.slice(at, at + size)));
      expect(messages).toEqual(expected);
    }
  });

  it('keeps what has not ended yet', () => {
    const parser = new SseParser();
    expect(parser.push('data: ha')).toEqual([]);
    expect(parser.push('lf\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'message', data: 'half' }]);
  });
});
