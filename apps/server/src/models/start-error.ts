/** Why the server cannot start, for the person who starts it: what is wrong and what to do, without a stack. */
export class StartError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'StartError';
  }
}
