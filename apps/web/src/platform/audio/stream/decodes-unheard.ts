/** What only Firefox and only Safari have: neither can be asked how it decodes. */
const NAMES_OF_OTHERS = ['mozCaptureStream', 'webkitShowPlaybackTargetPicker'];

/**
 * Whether a packet of which the append window leaves a microsecond is decoded and nothing of it heard, as in Chromium. Firefox counts in
 * samples, and drops it or plays one of them; Safari could not be tried.
 */
export const decodesUnheard = (): boolean => NAMES_OF_OTHERS.every((name) => !(name in HTMLMediaElement.prototype));
