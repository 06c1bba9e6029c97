import { DomainError } from '#models/errors.ts';
import type { Transcoder } from '../transcoder.ts';

const refuse = () => Promise.reject(new DomainError('unavailable', 'There is no decoder on this server.'));

/** Nothing is decoded here: what players take as it is, they get. */
export class AbsentTranscoder implements Transcoder {
  probe = refuse;
  describe = refuse;
  encodeSegment = refuse;
  analyse = refuse;

  async close(): Promise<void> {
    // It has nothing.
  }
}
