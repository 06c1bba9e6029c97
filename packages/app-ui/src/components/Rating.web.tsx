import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { Dom } from './Dom.tsx';
import { Icon } from './Icon.tsx';

export interface RatingProps {
  /** 0 is unrated. */
  value: number;
  onChange: (value: number) => void;
  label?: string;
  size?: number;
  /** Has the focus when the dialog around it opens. */
  isAutoFocus?: boolean;
}

const useStyles = createStyles(({ colors, radius }) => ({
  group: { display: 'flex', flexDirection: 'row', borderRadius: radius.row },
  star: {
    padding: 2,
    borderWidth: 0,
    backgroundColor: 'transparent',
    cursor: 'pointer',
    color: colors.muted,
    minWidth: 24,
    minHeight: 24,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
  },
  on: { color: colors.accent },
}));

/** Where the keys lead: arrows step, Home clears, End is full, a digit is itself. */
export function ratingAfterKey(key: string, value: number): number | undefined {
  if (/^[0-5]$/.test(key)) return Number(key);
  const steps: Record<string, number> = {
    ArrowRight: Math.min(5, value + 1),
    ArrowUp: Math.min(5, value + 1),
    ArrowLeft: Math.max(0, value - 1),
    ArrowDown: Math.max(0, value - 1),
    Home: 0,
    End: 5,
  };
  return steps[key];
}

/** Five stars as one slider: pressing the star that is set takes the rating back. */
export function Rating({ value, onChange, label, size = 18, isAutoFocus = false }: RatingProps) {
  const text = useText();
  const styles = useStyles();
  const group = useRef<HTMLElement>(null);
  // As an attribute: a dialog looks for it when it opens, which is after any focus() of ours.
  useLayoutEffect(() => {
    if (isAutoFocus) group.current?.setAttribute('autofocus', '');
  }, [isAutoFocus]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = ratingAfterKey(event.key, value);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(next);
  };
  return (
    <Dom
      aria-label={label ?? text('components.rate')}
      aria-valuemax={5}
      aria-valuemin={0}
      aria-valuenow={value}
      aria-valuetext={value === 0 ? text('components.unrated') : text('components.rateStars', { count: value })}
      as="div"
      dataSet={{ rating: '' }}
      onKeyDown={onKeyDown}
      ref={group}
      role="slider"
      style={styles.group}
      tabIndex={0}
    >
      {[1, 2, 3, 4, 5].map((star) => (
        <Dom
          aria-hidden
          as="span"
          dataSet={{ ratingStar: '' }}
          key={star}
          onClick={() => onChange(star === value ? 0 : star)}
          style={[styles.star, star <= value && styles.on]}
        >
          <Icon name={star <= value ? 'star-filled' : 'star'} size={size} />
        </Dom>
      ))}
    </Dom>
  );
}
