import type { ReactNode } from 'react';
import { Dom } from '#components/Dom.tsx';
import { createStyles } from '#theme/create-styles.ts';

export interface AnnouncementsProps {
  banner: ReactNode;
  toasts: ReactNode;
  isOverFullPlayer: boolean;
}

const useStyles = createStyles(({ space }) => ({
  /** Both have a place of their own in the column of the shell. */
  spread: { display: 'contents' },
  over: {
    position: 'absolute',
    top: '3.5rem',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    zIndex: 6,
    paddingHorizontal: space.lg,
    pointerEvents: 'none',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: space.sm,
  },
  bannerAtTop: { order: -1, flexShrink: 0 },
  /** No height: they stand on the bar below and lie over the content. */
  toastsOnBar: {
    position: 'relative',
    bottom: space.md,
    height: 0,
    flexShrink: 0,
    zIndex: 3,
    paddingHorizontal: space.lg,
    pointerEvents: 'none',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
  },
  toastsOver: { width: '100%' },
}));

/**
 * What the app says by itself. It stays mounted and changes only its place while the full player is open, outside of what that
 * makes inert: a live region that is put in together with its text is not read out by every screen reader.
 */
export function Announcements({ banner, toasts, isOverFullPlayer }: AnnouncementsProps) {
  const styles = useStyles();
  return (
    <Dom as="div" style={isOverFullPlayer ? styles.over : styles.spread}>
      <Dom as="div" style={!isOverFullPlayer && styles.bannerAtTop}>
        {banner}
      </Dom>
      <Dom as="div" style={isOverFullPlayer ? styles.toastsOver : styles.toastsOnBar}>
        {toasts}
      </Dom>
    </Dom>
  );
}
