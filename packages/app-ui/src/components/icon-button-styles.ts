import { createStyles } from '#theme/create-styles.ts';

export const useIconButtonStyles = createStyles(({ colors, motion, radius }) => ({
  base: {
    display: 'flex',
    position: 'relative',
    padding: 0,
    margin: 0,
    borderWidth: 0,
    cursor: 'pointer',
    touchAction: 'manipulation',
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: radius.full,
    flexShrink: 0,
    color: colors.muted,
    transitionProperty: 'background-color, color, transform, opacity',
    transitionDuration: `${motion.feedbackMs}ms`,
    transitionTimingFunction: motion.easeOut,
  },
  plain: { backgroundColor: 'transparent' },
  tinted: { backgroundColor: colors.tint, color: colors.text },
  solid: { backgroundColor: colors.accent, color: colors.onAccent },
  on: { color: colors.accent },
  disabled: { opacity: 0.4, cursor: 'default' },
}));

/** Side of the drawing for a side of the button. */
export const iconSizeFor = (size: number): number => (size >= 48 ? 28 : size <= 24 ? 16 : 20);
