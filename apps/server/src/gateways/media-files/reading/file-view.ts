const LARGEST_READ = 64 * 1024 * 1024;

/** The bytes of a file do not make sense as the format they claim to be. */
export class MalformedAudio extends Error {
  override readonly name = 'MalformedAudio';
}

/** The file is sound, but holds nothing to listen to, or in a form that JetStream does not read. */
export class NotAudio extends Error {
  override readonly name = 'NotAudio';
  readonly reason: 'not-audio' | 'empty' | 'video' | 'format-unknown';

  constructor(message: string, reason: NotAudio['reason'] = 'not-audio') {
    super(message);
    this.reason = reason;
  }
}

/** Random access to the bytes of one file, wherever it lies. Not asynchronous: a promise for each read costs more than the read. */
export abstract class FileView {
  abstract readonly size: number;
  /** How many bytes may be read only to count what no header tells; from there on the rest is estimated. */
  abstract readonly countableBytes: number;

  /** Up to `length` bytes from `position`; shorter at the end of the file. Valid until the view is closed. */
  read(position: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - position);
    if (!(position >= 0) || wanted <= 0) return Buffer.alloc(0);
    if (wanted > LARGEST_READ) throw new MalformedAudio(`A block of ${wanted} bytes is too large.`);
    return this.readInside(position, wanted);
  }

  /** Exactly `length` bytes. @throws MalformedAudio when the file ends before. */
  readExactly(position: number, length: number): Buffer {
    const bytes = this.read(position, length);
    if (bytes.length < length)
      throw new MalformedAudio(`The file ends at ${this.size}, inside a block at ${position}.`);
    return bytes;
  }

  /** Bytes that lie inside the file, as its size says. */
  protected abstract readInside(position: number, length: number): Buffer;
}
