import { useId, type ChangeEvent } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Dom } from './Dom.tsx';
import { Icon } from './Icon.tsx';

export interface SelectOption<T extends string> {
  value: T;
  label: string;
}
export interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  isLabelHidden?: boolean;
  isDisabled?: boolean;
}

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  frame: { display: 'flex', flexDirection: 'column', gap: space.xs + 2 },
  box: { position: 'relative', display: 'flex', alignItems: 'center', color: colors.muted },
  select: {
    width: '100%',
    minHeight: scaled(40),
    paddingStart: space.md,
    paddingEnd: space.xxl + 4,
    textOverflow: 'ellipsis',
    borderRadius: radius.card,
    borderWidth: 1,
    borderStyle: 'solid',
    borderColor: colors.hairline,
    backgroundColor: colors.tint,
    color: colors.text,
    fontFamily: 'inherit',
    fontSize: scaled(14),
    fontWeight: '500',
    cursor: 'pointer',
  },
  arrow: { position: 'absolute', insetInlineEnd: space.md, pointerEvents: 'none' },
}));

/** The system's own list: it is the best one on every phone. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
  isDisabled = false,
}: SelectProps<T>) {
  const styles = useStyles();
  const id = useId();
  const choose = (event: ChangeEvent<HTMLSelectElement>) => {
    const chosen = options.find((option) => option.value === event.target.value);
    if (chosen) onChange(chosen.value);
  };
  return (
    <Dom as="div" style={styles.frame}>
      {!isLabelHidden && (
        <AppText id={`${id}-label`} weight="medium">
          {label}
        </AppText>
      )}
      <Dom as="div" style={styles.box}>
        <Dom
          aria-label={isLabelHidden ? label : undefined}
          aria-labelledby={isLabelHidden ? undefined : `${id}-label`}
          as="select"
          dataSet={{ select: '' }}
          disabled={isDisabled}
          onChange={choose as never}
          style={styles.select}
          value={value}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Dom>
        <Dom as="span" style={styles.arrow}>
          <Icon name="chevron-down" size={18} />
        </Dom>
      </Dom>
    </Dom>
  );
}
