/** Under which the worklet and the page know the limiter. */
export const LIMITER_NAME = 'true-peak-limiter';
