/** How many samples a sound has at another rate; it never ends earlier than before. */
export const toResampledLength = (samples: number, fromHz: number, toHz: number): number =>
  fromHz === toHz ? samples : Math.ceil((samples * toHz) / fromHz);
