import { useRef, type ReactNode } from 'react';
import { AppText } from '#components/AppText.tsx';
import { Dom } from '#components/Dom.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { ScrollContainerProvider } from '#components/scroll-container.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

export interface PanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

const useStyles = createStyles(({ colors, scaled, space }) => ({
  panel: {
    width: 'min(24rem, 32vw)',
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: colors.surface,
    borderStyle: 'solid',
    borderWidth: 0,
    borderInlineStartWidth: 1,
    borderInlineStartColor: colors.hairline,
    minHeight: 0,
  },
  head: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: scaled(60),
    paddingStart: space.lg + 4,
    paddingEnd: space.md,
  },
  body: {
    flexGrow: 1,
    flexBasis: 0,
    overflowY: 'auto',
    paddingHorizontal: space.md,
    paddingBottom: space.huge,
    minHeight: 0,
  },
}));

/** Beside the content on desktops, with its own scrolling. */
export function Panel({ title, onClose, children }: PanelProps) {
  const styles = useStyles();
  const text = useText();
  const scroller = useRef<HTMLElement>(null);
  return (
    <Dom aria-label={title} as="aside" style={styles.panel}>
      <Dom as="div" style={styles.head}>
        <AppText level={2} size={16} weight="bold">
          {title}
        </AppText>
        <IconButton icon="close" label={text('components.close')} onPress={onClose} size={32} />
      </Dom>
      <Dom as="div" dataSet={{ scrollContainer: '', fade: '' }} ref={scroller} style={styles.body}>
        <ScrollContainerProvider value={scroller}>{children}</ScrollContainerProvider>
      </Dom>
    </Dom>
  );
}
