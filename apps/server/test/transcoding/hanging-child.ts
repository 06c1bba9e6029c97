/** A child that takes its orders and never answers: its thread runs in circles, as a decoder does that a damaged file has caught. */
process.on('message', () => {
  for (;;) Math.sqrt(performance.now());
});
process.send?.({ kind: 'ready' });
