/** Does a task later; answers its cancellation. */
export type Schedule = (task: () => void, delayMs: number) => () => void;
