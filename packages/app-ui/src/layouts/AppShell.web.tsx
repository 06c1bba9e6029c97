import { useRef, type ReactNode } from 'react';
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
  /** Above the content, such as “cannot be reached”. */
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
    position: 'relative',
    backgroundColor: colors.canvas,
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
    flexShrink: 0,
    backgroundColor: colors.surface,
    borderStyle: 'solid',
    borderWidth: 0,
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    zIndex: 2,
  },
  tabs: { display: 'flex', flexDirection: 'row', paddingBottom: 'env(safe-area-inset-bottom)' },
  toasts: {
    position: 'absolute',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    bottom: '100%',
    paddingHorizontal: space.lg,
    paddingBottom: space.md,
    pointerEvents: 'none',
    display: 'flex',
    justifyContent: 'center',
  },
  foot: { position: 'relative', flexShrink: 0, zIndex: 3 },
}));

const useOverStyles = createStyles(({ space }) => ({
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
}));

/** What the app says while the full player is open: what that covers is inert, and nobody sees or hears it. */
function OverFullPlayer({ children }: { children: ReactNode }) {
  const styles = useOverStyles();
  return (
    <Dom as="div" style={styles.over}>
      {children}
    </Dom>
  );
}

/** The arrangement of the signed-in app. The bars keep their place whatever the content does. */
export function AppShell(props: AppShellProps) {
  const styles = useStyles();
  const text = useText();
  const layout = useLayout();
  const route = useRoute();
  const scroller = useRef<HTMLElement>(null);
  useScrollMemory(scroller);
  const isCovered = props.fullPlayer !== null;
  const skip = () => scroller.current?.focus();
  return (
    <Dom as="div" style={styles.shell}>
      <button data-skip-link="" onClick={skip} type="button">
        {text('shell.skipToContent')}
      </button>
      <Dom as="div" inert={isCovered} style={[styles.shell, { flexBasis: 0 }]}>
        <Dom as="div" style={styles.middle}>
          {layout !== 'phone' && <Sidebar {...props.sidebar} canExpand={layout === 'desktop'} />}
          <Dom as="main" style={styles.column}>
            {!isCovered && props.banner}
            <Dom as="div" dataSet={{ scrollContainer: '' }} ref={scroller} style={styles.scroller} tabIndex={-1}>
              <Dom as="div" style={styles.content}>
                <ScrollContainerProvider value={scroller}>{props.children}</ScrollContainerProvider>
              </Dom>
            </Dom>
          </Dom>
          {layout === 'desktop' && props.rightPanel}
        </Dom>
        <Dom as="div" style={styles.foot}>
          <Dom as="div" style={styles.toasts}>
            {!isCovered && props.toasts}
          </Dom>
          <Dom as="footer" style={styles.bar}>
            {layout === 'phone' ? props.miniPlayer : props.playerBar}
            {layout === 'phone' && (
              <Dom aria-label={text('shell.mainNavigation')} as="nav" style={styles.tabs}>
                {mainDestinations.map((destination) => (
                  <NavigationLink
                    destination={destination}
                    isCurrent={tabOf(route) === destination.id}
                    key={destination.id}
                    kind="tab"
                  />
                ))}
              </Dom>
            )}
          </Dom>
        </Dom>
      </Dom>
      {props.fullPlayer}
      {isCovered && (
        <OverFullPlayer>
          {props.banner}
          {props.toasts}
        </OverFullPlayer>
      )}
      <TooltipHost />
    </Dom>
  );
}
