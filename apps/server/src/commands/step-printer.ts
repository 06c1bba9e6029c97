import { toKindWords } from '#models/record.ts';
import type { TransferStep } from '#services/moving/record-transfer.ts';

export interface StepOutput {
  isTerminal: boolean;
  write: (text: string) => void;
  nowMs: () => number;
}

const words = { copying: 'copied', checking: 'checked' } as const;
/** Between two lines where lines stay, and between two states of one line where it is written over. */
const INTERVAL_MS = { lines: 5000, terminal: 100 } as const;

/** Tells how far it is: one line that moves at a terminal, a line now and then in a log. */
export function createStepPrinter({ isTerminal, write, nowMs }: StepOutput): (step: TransferStep) => void {
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let shown = '';
  return (step) => {
    if (step.total === 0) return;
    const isEnd = step.done >= step.total;
    const isDue = nowMs() - shownAtMs >= (isTerminal ? INTERVAL_MS.terminal : INTERVAL_MS.lines);
    if (!isEnd && !isDue) return;
    const text = `${toKindWords(step.kind)}: ${words[step.phase]} ${step.done} of ${step.total}`;
    if (text === shown) return;
    shownAtMs = nowMs();
    shown = text;
    if (!isTerminal) write(`${text}\n`);
    else write(`\r\u001b[K${text}${isEnd ? '\n' : ''}`);
  };
}
