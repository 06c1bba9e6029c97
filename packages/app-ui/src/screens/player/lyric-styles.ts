import { createStyles } from '#theme/create-styles.ts';

export const useLyricStyles = createStyles(({ colors, motion, radius, scaled, space, weight }) => ({
  column: { display: 'flex', flexDirection: 'column', gap: space.xs, paddingBottom: '40cqh' },
  line: {
    display: 'block',
    width: '100%',
    paddingVertical: space.sm - 2,
    paddingHorizontal: space.sm,
    borderWidth: 0,
    borderRadius: radius.card,
    backgroundColor: 'transparent',
    color: colors.text,
    fontFamily: 'inherit',
    fontWeight: weight.bold,
    fontSize: scaled(20),
    lineHeight: '1.3',
    overflowWrap: 'anywhere',
    // Cues of subtitles have several rows.
    whiteSpace: 'pre-line',
    transitionProperty: 'color',
    transitionDuration: `${motion.surfaceMs}ms`,
  },
}));
