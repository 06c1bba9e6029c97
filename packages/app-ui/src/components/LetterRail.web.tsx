import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { Dom } from './Dom.tsx';

export interface LetterRailProps {
  /** First row of each initial, in the order of the list. */
  letters: readonly { letter: string; row: number }[];
  /** First row that is seen now. */
  currentRow?: number;
  onJump: (row: number) => void;
}

const useStyles = createStyles(({ colors, radius, scaled, weight }) => ({
  rail: {
    position: 'sticky',
    top: '1rem',
    alignSelf: 'flex-start',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    width: 24,
    flexShrink: 0,
    maxHeight: 'calc(100cqh - 2rem)',
    borderRadius: radius.full,
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'pointer',
  },
  letter: {
    color: colors.muted,
    fontSize: scaled(11),
    lineHeight: '1',
    fontWeight: weight.medium,
    minHeight: 0,
    flexShrink: 1,
    flexBasis: 20,
    width: 24,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
  },
  on: { color: colors.accent, fontWeight: weight.bold },
}));

export function letterAt(letters: LetterRailProps['letters'], row: number): number {
  let found = 0;
  letters.forEach((entry, index) => {
    if (entry.row <= row) found = index;
  });
  return found;
}

/** A to Z at the side of a long list: press, drag or use the arrows. One slider for assistive tools, not 27 buttons. */
export function LetterRail({ letters, currentRow = 0, onJump }: LetterRailProps) {
  const styles = useStyles();
  const text = useText();
  const rail = useRef<HTMLElement>(null);
  const current = letterAt(letters, currentRow);
  if (letters.length < 2) return null;
  const jump = (index: number) => {
    const entry = letters[Math.min(letters.length - 1, Math.max(0, index))];
    if (entry) onJump(entry.row);
  };
  const jumpToPointer = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    jump(Math.floor(((event.clientY - box.top) / box.height) * letters.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: letters.length - 1,
    };
    const typed = letters.findIndex((entry) => entry.letter.toLocaleLowerCase() === event.key.toLocaleLowerCase());
    const next = steps[event.key] ?? (typed >= 0 ? typed : undefined);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    jump(next);
  };
  return (
    <Dom
      aria-label={text('components.letters')}
      aria-orientation="vertical"
      aria-valuemax={letters.length - 1}
      aria-valuemin={0}
      aria-valuenow={current}
      aria-valuetext={letters[current]?.letter}
      as="div"
      dataSet={{ letterRail: '' }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        jumpToPointer(event as PointerEvent<HTMLElement>);
      }}
      onPointerMove={(event) => event.buttons > 0 && jumpToPointer(event as PointerEvent<HTMLElement>)}
      ref={rail}
      role="slider"
      style={styles.rail}
      tabIndex={0}
    >
      {letters.map(({ letter }, index) => (
        <Dom aria-hidden as="span" key={letter} style={[styles.letter, index === current && styles.on]}>
          {letter}
        </Dom>
      ))}
    </Dom>
  );
}
