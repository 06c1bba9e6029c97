import { useRef, type ReactNode, type RefObject } from 'react';
import { Dom } from '#components/Dom.tsx';
import { ScrollContainerProvider } from '#components/scroll-container.ts';
import { TooltipHost } from '#components/TooltipHost.tsx';
import { useText } from '#locale/use-text.ts';
import { useRoute } from '#navigation/navigation.tsx';
import { useScrollMemory } from '#navigation/use-scroll-memory.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { mainDestinations, tabOf } from './destinations.ts';
import { NavigationLink } from './NavigationLink.tsx';
import { Sidebar, type SidebarProps } from './Sidebar.tsx';

export interface AppShellProps {
  /** The screen. */
  children: ReactNode;
  sidebar: Omit<SidebarProps, 'canExpand'>;
  /** The bar of tablets and desktops. */
  playerBar: ReactNode;
  /** The bar of phones. */
  miniPlayer: ReactNode;
  /** Queue or lyrics beside the content on desktops. */
  rightPanel: ReactNode;
  /** Above everything else, the full player too, such as “cannot be reached”. */
  banner: ReactNode;
  toasts: ReactNode;
  /** Covers everything but keeps it alive below: scroll positions and lists stay. */
  fullPlayer: ReactNode;
}

const useStyles = createStyles(({ colors, space }) => ({
  shell: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    backgroundColor: colors.canvas,
  },
  /** The full player covers this, so that it begins below the banner. */
  below: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    flexBasis: 0,
    minHeight: 0,
  },
  middle: { display: 'flex', flexDirection: 'row', flexGrow: 1, flexBasis: 0, minHeight: 0, minWidth: 0 },
  column: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    minHeight: 0,
    position: 'relative',
  },
  scroller: {
    flexGrow: 1,
    flexBasis: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    outlineStyle: 'none',
  },
  content: { display: 'flex', flexDirection: 'column', flexGrow: 1, flexShrink: 0, minWidth: 0 },
  bar: {
    position: 'relative',
    flexShrink: 0,
    backgroundColor: colors.surface,
    borderStyle: 'solid',
    borderWidth: 0,
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    zIndex: 3,
  },
  toasts: { display: 'flex', flexDirection: 'column', paddingHorizontal: space.lg, pointerEvents: 'none' },
  /** No height: they stand on the bar below and lie over the content. */
  toastsOnBar: {
    position: 'relative',
    bottom: space.md,
    height: 0,
    flexShrink: 0,
    zIndex: 3,
    justifyContent: 'flex-end',
  },
  toastsOver: { position: 'absolute', top: '3.5rem', insetInlineStart: 0, insetInlineEnd: 0, zIndex: 6 },
  tabs: { display: 'flex', flexDirection: 'row', paddingBottom: 'env(safe-area-inset-bottom)' },
}));

/**
 * The arrangement of the signed-in app. The bars keep their place whatever the content does. Banner and toasts stay mounted and
 * outside of what the full player makes inert: a live region that is put in together with its text is not read out by every screen reader.
 */
export function AppShell(props: AppShellProps) {
  const styles = useStyles();
  const text = useText();
  const layout = useLayout();
  const scroller = useRef<HTMLElement>(null);
  useScrollMemory(scroller);
  const isCovered = props.fullPlayer !== null;
  const skip = () => scroller.current?.focus();
  return (
    <Dom as="div" style={styles.shell}>
      <button data-skip-link="" onClick={skip} type="button">
        {text('shell.skipToContent')}
      </button>
      {props.banner}
      <Dom as="div" style={styles.below}>
        <Dom as="div" inert={isCovered} style={styles.middle}>
          {layout !== 'phone' && <Sidebar {...props.sidebar} canExpand={layout === 'desktop'} />}
          <Main scroller={scroller}>{props.children}</Main>
          {layout === 'desktop' && props.rightPanel}
        </Dom>
        <Dom as="div" style={[styles.toasts, isCovered ? styles.toastsOver : styles.toastsOnBar]}>
          {props.toasts}
        </Dom>
        <Foot {...props} isCovered={isCovered} />
        {props.fullPlayer}
      </Dom>
      <TooltipHost />
    </Dom>
  );
}

function Main({ children, scroller }: { children: ReactNode; scroller: RefObject<HTMLElement | null> }) {
  const styles = useStyles();
  return (
    <Dom as="main" style={styles.column}>
      <Dom as="div" dataSet={{ scrollContainer: '' }} ref={scroller} style={styles.scroller} tabIndex={-1}>
        <Dom as="div" style={styles.content}>
          <ScrollContainerProvider value={scroller}>{children}</ScrollContainerProvider>
        </Dom>
      </Dom>
    </Dom>
  );
}

function Foot({
  isCovered,
  miniPlayer,
  playerBar,
}: Pick<AppShellProps, 'miniPlayer' | 'playerBar'> & { isCovered: boolean }) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const current = tabOf(useRoute());
  return (
    <Dom as="footer" inert={isCovered} style={styles.bar}>
      {isPhone ? miniPlayer : playerBar}
      {isPhone && (
        <Dom aria-label={text('shell.mainNavigation')} as="nav" style={styles.tabs}>
          {mainDestinations.map((destination) => (
            <NavigationLink
              destination={destination}
              isCurrent={current === destination.id}
              key={destination.id}
              kind="tab"
            />
          ))}
        </Dom>
      )}
    </Dom>
  );
}
