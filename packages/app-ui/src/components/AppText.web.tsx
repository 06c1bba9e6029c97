import { memo, type ReactNode } from 'react';
import type { Style } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';
import type { TypeSize } from '#theme/tokens.ts';
import { Dom } from './Dom.tsx';

export type Tone = 'text' | 'muted' | 'accent' | 'onAccent' | 'danger' | 'success' | 'inherit';
export interface AppTextProps {
  children: ReactNode;
  size?: TypeSize;
  weight?: 'regular' | 'medium' | 'bold';
  tone?: Tone;
  /** Cut after so many lines, with the full text as a tooltip when it is a plain string. */
  lines?: number;
  /** Makes it a heading of this level; a screen's own h1 is drawn by `Screen`. */
  level?: 1 | 2 | 3;
  /** For times and counts: digits of one width. */
  isTabular?: boolean;
  isUppercase?: boolean;
  align?: 'start' | 'center' | 'end';
  id?: string;
  role?: string;
  tabIndex?: 0 | -1;
  style?: Style | false | undefined;
  'aria-live'?: 'polite' | 'assertive' | 'off';
  'aria-hidden'?: boolean;
}

const useStyles = createStyles(({ colors, lineHeight, scaled, weight }) => ({
  base: { margin: 0, padding: 0, fontFamily: 'inherit', overflowWrap: 'anywhere', minWidth: 0, unicodeBidi: 'isolate' },
  size12: { fontSize: scaled(12), lineHeight: `${lineHeight.text}` },
  size14: { fontSize: scaled(14), lineHeight: `${lineHeight.text}` },
  size16: { fontSize: scaled(16), lineHeight: `${lineHeight.text}` },
  size20: { fontSize: scaled(20), lineHeight: `${lineHeight.title}`, letterSpacing: '-0.01em' },
  size28: { fontSize: scaled(28), lineHeight: `${lineHeight.title}`, letterSpacing: '-0.018em' },
  size40: { fontSize: scaled(40), lineHeight: `${lineHeight.title}`, letterSpacing: '-0.025em' },
  regular: { fontWeight: weight.regular },
  medium: { fontWeight: weight.medium },
  bold: { fontWeight: weight.bold },
  text: { color: colors.text },
  muted: { color: colors.muted },
  accent: { color: colors.accent },
  onAccent: { color: colors.onAccent },
  danger: { color: colors.danger },
  success: { color: colors.success },
  inherit: { color: 'inherit' },
  tabular: { fontVariant: ['tabular-nums'] },
  uppercase: { textTransform: 'uppercase', letterSpacing: '0.06em' },
  oneLine: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '100%', display: 'block' },
  someLines: { overflow: 'hidden', display: '-webkit-box', maxWidth: '100%' },
  start: { textAlign: 'start' },
  center: { textAlign: 'center' },
  end: { textAlign: 'end' },
}));

/** All words on screen go through this: sizes, weights and tones of the design, nothing else. */
export const AppText = memo(function AppText(props: AppTextProps) {
  const {
    children,
    size = 14,
    weight = 'regular',
    tone = 'text',
    lines,
    level,
    isTabular,
    isUppercase,
    align,
    style,
    ...rest
  } = props;
  const styles = useStyles();
  const clamp =
    lines !== undefined && lines > 1 ? ({ WebkitLineClamp: lines, WebkitBoxOrient: 'vertical' } as Style) : undefined;
  return (
    <Dom
      {...rest}
      as={level ? `h${level}` : 'span'}
      dataSet={clamp ? { clamp: '' } : undefined}
      style={[
        styles.base,
        styles[`size${size}`],
        styles[weight],
        styles[tone],
        isTabular && styles.tabular,
        isUppercase && styles.uppercase,
        align && styles[align],
        lines === 1 && styles.oneLine,
        clamp && styles.someLines,
        clamp,
        style,
      ]}
      title={lines !== undefined && typeof children === 'string' ? children : undefined}
    >
      {children}
    </Dom>
  );
});
