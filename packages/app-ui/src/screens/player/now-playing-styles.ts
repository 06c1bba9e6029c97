import { createStyles } from '#theme/create-styles.ts';

export const useFrameStyles = createStyles(({ colors, space }) => ({
  screen: {
    position: 'absolute',
    inset: 0,
    zIndex: 5,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: colors.canvas,
    paddingBottom: 'env(safe-area-inset-bottom)',
    overflow: 'hidden',
  },
  head: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: 'minmax(min-content, 1fr) minmax(0, 2fr) minmax(min-content, 1fr)',
    alignItems: 'center',
    paddingHorizontal: space.md,
    paddingVertical: space.sm,
    flexShrink: 0,
  },
  source: { minWidth: 0, display: 'flex', justifyContent: 'center' },
  headEnd: { display: 'flex', flexDirection: 'row', justifyContent: 'flex-end' },
  body: { position: 'relative', display: 'flex', flexGrow: 1, flexBasis: 0, minHeight: 0, justifyContent: 'center' },
  bodyWide: { flexDirection: 'row', gap: space.huge, paddingHorizontal: space.huge },
  bodyTablet: { gap: space.xl, paddingHorizontal: space.xxl },
  side: {
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    maxWidth: '40rem',
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
  },
  sidePhone: { maxWidth: '100%' },
  sideScroll: {
    flexGrow: 1,
    flexBasis: 0,
    overflowY: 'auto',
    paddingHorizontal: space.md,
    // What comes last can be scrolled out of the fade.
    paddingBottom: space.huge,
    minHeight: 0,
  },
  // Rows and lines have 8 px of their own: their words stand above those of the controls.
  sideScrollPhone: { paddingHorizontal: space.lg },
  sideControls: {
    paddingHorizontal: space.xl,
    paddingBottom: space.lg,
    paddingTop: space.sm,
    gap: space.sm,
    display: 'flex',
    flexDirection: 'column',
  },
}));

// What is left of the height: the rest of the stage is about 27 rem with a title of two lines.
const column = (least: string, rest: string) => `min(100%, max(${least}, 100cqh - ${rest}), 40rem)`;

export const useStageStyles = createStyles(({ space }) => ({
  stage: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: space.xl,
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    minHeight: 0,
    paddingHorizontal: space.xl,
    paddingBottom: space.xl,
    overflowY: 'auto',
    overflowX: 'hidden',
  },
  // As far out as the padding goes in, for the shadow of the cover: what scrolls cuts it.
  stageBeside: { maxWidth: '44rem', marginHorizontal: -space.xl },
  stageRow: { flexDirection: 'row', justifyContent: 'center', gap: space.vast },
  // Margins centre what is lower than the stage, and let the reader scroll to both ends of what is higher.
  cover: { width: column('11rem', '27.5rem'), flexShrink: 0, touchAction: 'none', marginTop: 'auto' },
  controls: {
    width: column('24rem', '27.5rem'),
    display: 'flex',
    flexDirection: 'column',
    marginBottom: 'auto',
    gap: space.md,
  },
  // Its top where the first words of lyrics and queue have theirs.
  coverBeside: { width: column('11rem', '25.5rem'), marginTop: space.md },
  controlsBeside: { width: column('18rem', '25.5rem') },
  coverInRow: { width: 'min(44vw, 100cqh - 6rem, 56rem)', marginBottom: 'auto' },
  controlsInRow: { width: 'auto', flexGrow: 1, flexBasis: 0, minWidth: 0, maxWidth: '34rem', marginTop: 'auto' },
}));

export const useFootStyles = createStyles(({ scaled, space }) => ({
  // The drawings, not the buttons around them, stand at the edge of the column.
  tools: { display: 'flex', flexDirection: 'row', justifyContent: 'center', gap: space.xs, marginEnd: -space.sm },
  rating: { marginStart: -space.xs },
  between: {
    display: 'flex',
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: space.lg,
    rowGap: space.xs,
    width: '100%',
  },
  foot: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: space.sm, paddingTop: space.sm },
  facts: {
    display: 'flex',
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    columnGap: space.xl,
    rowGap: space.sm,
  },
  next: {
    borderWidth: 0,
    backgroundColor: 'transparent',
    cursor: 'pointer',
    minHeight: scaled(32),
    paddingHorizontal: space.md,
    borderRadius: 999,
    maxWidth: '100%',
    minWidth: 0,
    display: 'flex',
    alignItems: 'center',
    alignSelf: 'flex-start',
    marginStart: -space.md,
  },
}));

export const useWordsStyles = createStyles(({ space }) => ({
  words: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: space.lg,
  },
  titles: { display: 'flex', flexDirection: 'column', gap: 2, minWidth: 0, flexShrink: 1 },
  star: { marginEnd: -space.md },
}));
