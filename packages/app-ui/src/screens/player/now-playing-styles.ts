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
    gridTemplateColumns: 'minmax(8rem, 1fr) minmax(0, 2fr) minmax(8rem, 1fr)',
    alignItems: 'center',
    paddingHorizontal: space.md,
    paddingVertical: space.sm,
    flexShrink: 0,
  },
  source: { minWidth: 0, display: 'flex', justifyContent: 'center' },
  headEnd: { display: 'flex', flexDirection: 'row', justifyContent: 'flex-end' },
  body: { position: 'relative', display: 'flex', flexGrow: 1, flexBasis: 0, minHeight: 0, justifyContent: 'center' },
  bodyWide: { flexDirection: 'row', gap: space.huge, paddingHorizontal: space.huge, paddingBottom: space.xl },
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
  sideScroll: { flexGrow: 1, flexBasis: 0, overflowY: 'auto', paddingHorizontal: space.md, minHeight: 0 },
  sideControls: {
    paddingHorizontal: space.xl,
    paddingBottom: space.lg,
    paddingTop: space.sm,
    gap: space.sm,
    display: 'flex',
    flexDirection: 'column',
  },
}));

export const useStageStyles = createStyles(({ space }) => ({
  stage: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: space.xl,
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    minHeight: 0,
    maxWidth: '44rem',
    paddingHorizontal: space.xl,
    paddingBottom: space.lg,
    overflowY: 'auto',
    overflowX: 'hidden',
  },
  stageBeside: { paddingHorizontal: 0 },
  // What is left of the height: the rest of the stage is about 31 rem with a title of two lines.
  cover: { width: 'min(100%, max(11rem, 100dvh - 31rem))', flexShrink: 0, touchAction: 'none', marginTop: 'auto' },
  controls: {
    width: 'min(100%, max(24rem, 100dvh - 31rem))',
    maxWidth: '34rem',
    display: 'flex',
    flexDirection: 'column',
    gap: space.md,
    marginBottom: 'auto',
  },
}));

export const useFootStyles = createStyles(({ scaled, space }) => ({
  tools: { display: 'flex', flexDirection: 'row', justifyContent: 'center', gap: space.xs },
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
