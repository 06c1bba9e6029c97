import { Children, useId, useRef, type ReactNode } from 'react';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';
import { Dom } from './Dom.tsx';
import { IconButton } from './IconButton.tsx';
import { SectionHeader } from './SectionHeader.tsx';
import { useShelfScroll } from './use-shelf-scroll.ts';

export interface ShelfProps {
  title: string;
  subtitle?: string;
  to?: AppRoute;
  /** Width of an item in pixels at normal text size. */
  itemWidth?: number;
  children: ReactNode;
}

const useStyles = createStyles(({ space }) => ({
  shelf: { display: 'flex', flexDirection: 'column', gap: space.md, minWidth: 0 },
  strip: {
    display: 'flex',
    flexDirection: 'row',
    gap: space.lg,
    overflowX: 'auto',
    scrollSnapType: 'x proximity',
    paddingVertical: space.xs,
    marginVertical: -space.xs,
  },
  // The strip runs to the edges of the screen, past its margins.
  bleedPhone: { marginHorizontal: -space.lg, paddingHorizontal: space.lg, scrollPadding: `0 ${space.lg}px` },
  bleedWide: { marginHorizontal: -space.xxl, paddingHorizontal: space.xxl, scrollPadding: `0 ${space.xxl}px` },
  item: { flexShrink: 0, scrollSnapAlign: 'start', minWidth: 0 },
}));

interface ShelfButtonsProps {
  edges: { isAtStart: boolean; isAtEnd: boolean };
  onScroll: (pages: number) => void;
}

function ShelfButtons({ edges, onScroll }: ShelfButtonsProps) {
  const text = useText();
  return (
    <>
      <IconButton
        icon="chevron-start"
        isDisabled={edges.isAtStart}
        label={text('components.scrollBack')}
        onPress={() => onScroll(-1)}
        size={32}
      />
      <IconButton
        icon="chevron-end"
        isDisabled={edges.isAtEnd}
        label={text('components.scrollForward')}
        onPress={() => onScroll(1)}
        size={32}
      />
    </>
  );
}

/** One row that scrolls sideways: by touch, wheel, buttons, and by the focus as it walks along the items. */
export function Shelf({ title, subtitle, to, itemWidth, children }: ShelfProps) {
  const styles = useStyles();
  const { scaled } = useTheme();
  const isPhone = useLayout() === 'phone';
  const width = scaled(itemWidth ?? (isPhone ? 148 : 184));
  const strip = useRef<HTMLElement>(null);
  const id = useId();
  const { edges, measure, scrollPages } = useShelfScroll(strip);
  const hasButtons = !isPhone && !(edges.isAtStart && edges.isAtEnd);
  const buttons = hasButtons && <ShelfButtons edges={edges} onScroll={scrollPages} />;
  return (
    <Dom aria-labelledby={id} as="section" style={styles.shelf}>
      <SectionHeader
        actions={buttons}
        id={id}
        title={title}
        {...(subtitle ? { subtitle } : {})}
        {...(to ? { to } : {})}
      />
      <Dom
        as="ul"
        dataSet={{ shelf: '', noScrollbar: '' }}
        onScroll={(event) => measure(event.currentTarget)}
        ref={strip}
        style={[styles.strip, isPhone ? styles.bleedPhone : styles.bleedWide]}
      >
        {Children.map(children, (child) => (
          <Dom as="li" style={[styles.item, { width }]}>
            {child}
          </Dom>
        ))}
      </Dom>
    </Dom>
  );
}
