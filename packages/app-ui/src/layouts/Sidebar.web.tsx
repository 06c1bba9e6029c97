import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { AppText } from '#components/AppText.tsx';
import { Dom } from '#components/Dom.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { useText } from '#locale/use-text.ts';
import { useRoute } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { Brand } from './Brand.tsx';
import { destinationOf, libraryDestinations, mainDestinations, settingsDestination, tabOf } from './destinations.ts';
import { NavigationLink } from './NavigationLink.tsx';

export interface SidebarProps {
  width: number;
  isCollapsed: boolean;
  /** Tablets have the rail only. */
  canExpand: boolean;
  onResize: (width: number) => void;
  onCollapse: (isCollapsed: boolean) => void;
}

export const sidebarWidths = { least: 200, most: 420 } as const;

const useStyles = createStyles(({ colors, scaled, space }) => ({
  sidebar: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    gap: space.xl,
    paddingHorizontal: space.md,
    paddingTop: space.lg,
    paddingBottom: space.md,
    backgroundColor: colors.surface,
    borderInlineEndWidth: 1,
    borderStyle: 'solid',
    borderWidth: 0,
    borderInlineEndColor: colors.hairline,
    overflowY: 'auto',
    overflowX: 'hidden',
  },
  rail: { width: scaled(72), alignItems: 'center' },
  head: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'space-between',
    paddingStart: space.md,
    minHeight: scaled(36),
  },
  headRail: { paddingStart: 0, justifyContent: 'center' },
  group: { display: 'flex', flexDirection: 'column', gap: 2 },
  heading: { paddingHorizontal: space.md, paddingBottom: space.sm },
  push: { flexGrow: 1 },
  handle: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    insetInlineEnd: 0,
    width: 6,
    cursor: 'col-resize',
    touchAction: 'none',
  },
}));

/** Home, Search, the library's parts and the settings; as wide as its owner wants, or a rail of icons. */
export function Sidebar({ width, isCollapsed, canExpand, onResize, onCollapse }: SidebarProps) {
  const styles = useStyles();
  const text = useText();
  const route = useRoute();
  const isRail = isCollapsed || !canExpand;
  const kind = isRail ? 'rail' : 'row';
  const current = destinationOf(route);
  const top = isRail ? mainDestinations : mainDestinations.slice(0, 2);
  const isCurrent = (id: string) => id === current || (isRail && id === 'library' && tabOf(route) === 'library');
  return (
    <Dom
      as="nav"
      aria-label={text('shell.mainNavigation')}
      style={[styles.sidebar, isRail ? styles.rail : { width: `${width / 16}rem` }]}
    >
      <Dom as="div" style={[styles.head, isRail && styles.headRail]}>
        {!isRail && <Brand />}
        {canExpand && (
          <IconButton
            icon="panel"
            label={text(isRail ? 'shell.expandSidebar' : 'shell.collapseSidebar')}
            onPress={() => onCollapse(!isCollapsed)}
          />
        )}
        {isRail && !canExpand && <Brand isMarkOnly />}
      </Dom>
      <Dom as="div" style={styles.group}>
        {top.map((destination) => (
          <NavigationLink
            destination={destination}
            isCurrent={isCurrent(destination.id)}
            key={destination.id}
            kind={kind}
          />
        ))}
      </Dom>
      {!isRail && (
        <Dom as="div" style={styles.group}>
          <Dom as="div" style={styles.heading}>
            <AppText level={2} size={12} tone="muted" weight="medium">
              {text('shell.library')}
            </AppText>
          </Dom>
          {libraryDestinations.map((destination) => (
            <NavigationLink
              destination={destination}
              isCurrent={isCurrent(destination.id)}
              key={destination.id}
              kind={kind}
            />
          ))}
        </Dom>
      )}
      <Dom as="div" style={styles.push} />
      <NavigationLink destination={settingsDestination} isCurrent={current === 'settings'} kind={kind} />
      {!isRail && <ResizeHandle label={text('shell.resizeSidebar')} onResize={onResize} width={width} />}
    </Dom>
  );
}

function ResizeHandle({ width, label, onResize }: { width: number; label: string; onResize: (width: number) => void }) {
  const styles = useStyles();
  const start = useRef<{ x: number; width: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.min(sidebarWidths.most, Math.max(sidebarWidths.least, value)));
  const sign = (element: Element) => (getComputedStyle(element).direction === 'rtl' ? -1 : 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    onResize(clamp(width + (event.key === 'ArrowRight' ? 16 : -16) * sign(event.currentTarget)));
  };
  return (
    <Dom
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemax={sidebarWidths.most}
      aria-valuemin={sidebarWidths.least}
      aria-valuenow={width}
      as="div"
      dataSet={{ resize: '' }}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event: PointerEvent<HTMLElement>) => {
        if (start.current)
          onResize(clamp(start.current.width + (event.clientX - start.current.x) * sign(event.currentTarget)));
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      role="separator"
      style={styles.handle}
      tabIndex={0}
    />
  );
}
