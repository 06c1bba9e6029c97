/** Firefox fails the element, not the output, where a device has none: MediaSinkError of its MediaDecoderStateMachine. */
const NO_OUTPUT = /MediaSink/i;
const ABORTED = 1;

/** Why an element stopped; undefined of one that did not, or that was told to. Numbers are codes of `MediaError`. */
export function readElementFault({ error }: Pick<HTMLMediaElement, 'error'>): number | 'no-output' | undefined {
  if (!error || error.code === ABORTED) return undefined;
  return NO_OUTPUT.test(error.message) ? 'no-output' : error.code;
}
