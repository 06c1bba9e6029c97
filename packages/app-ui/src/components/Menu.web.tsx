import {
  createContext,
  use,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { AppText } from './AppText.tsx';
import { Dom } from './Dom.tsx';
import { Icon } from './Icon.tsx';
import { IconButton, type IconButtonProps } from './IconButton.tsx';
import {
  menuIndexAfterKey,
  placeMenu,
  type MenuAction,
  type MenuAnchor,
  type MenuItem,
  type MenuRequest,
} from './menu-item.ts';
import { Overlay } from './Overlay.tsx';

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  menu: { minWidth: '13rem', maxWidth: 'min(22rem, calc(100vw - 1rem))', padding: space.xs, borderRadius: radius.card },
  sheet: { width: '100%', paddingHorizontal: space.sm, paddingBottom: space.xl },
  title: { paddingHorizontal: space.lg, paddingTop: space.lg, paddingBottom: space.sm, display: 'block' },
  list: { display: 'flex', flexDirection: 'column', maxHeight: 'inherit', overflowY: 'auto' },
  item: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(36),
    paddingHorizontal: space.md,
    borderRadius: radius.row,
    cursor: 'pointer',
    color: colors.text,
    textAlign: 'start',
    backgroundColor: 'transparent',
    borderWidth: 0,
    fontFamily: 'inherit',
    width: '100%',
  },
  touch: { minHeight: scaled(52) },
  label: { flexGrow: 1, flexShrink: 1 },
  disabled: { opacity: 0.45, cursor: 'default' },
  separator: { height: 1, backgroundColor: colors.hairline, marginVertical: space.xs, marginHorizontal: space.sm },
  danger: { color: colors.danger },
  icon: { color: colors.muted },
}));

function MenuRow({ item, isTouch, onChoose }: { item: MenuAction; isTouch: boolean; onChoose: () => void }) {
  const styles = useStyles();
  const isChoice = item.isChecked !== undefined;
  return (
    <Dom
      aria-checked={isChoice ? item.isChecked : undefined}
      aria-disabled={item.isDisabled || undefined}
      as="div"
      dataSet={{ menuItem: '' }}
      onClick={item.isDisabled ? undefined : onChoose}
      role={isChoice ? 'menuitemradio' : 'menuitem'}
      style={[
        styles.item,
        isTouch && styles.touch,
        item.isDestructive && styles.danger,
        item.isDisabled && styles.disabled,
      ]}
      tabIndex={-1}
    >
      {item.icon && (
        <Dom as="span" style={!item.isDestructive && styles.icon}>
          <Icon name={item.icon} size={isTouch ? 22 : 18} />
        </Dom>
      )}
      <AppText lines={1} size={isTouch ? 16 : 14} style={styles.label} tone="inherit">
        {item.label}
      </AppText>
      {item.isChecked && <Icon name="check" size={18} />}
      {item.shortcut && !isTouch && (
        <AppText aria-hidden isTabular size={12} tone="muted">
          {item.shortcut}
        </AppText>
      )}
    </Dom>
  );
}

function anchorBox(anchor: MenuAnchor) {
  if (!(anchor instanceof HTMLElement)) return { ...anchor, width: 0, height: 0 };
  const { x, y, width, height } = anchor.getBoundingClientRect();
  return { x, y, width, height };
}

const rowsIn = (list: HTMLElement | null) => [...(list?.children ?? [])] as HTMLElement[];

/** Where the focus starts: at the choice that is set, else at the first item. */
function startIndex(items: readonly MenuItem[]): number {
  const checked = items.findIndex((item) => item.kind !== 'separator' && item.isChecked);
  return checked >= 0 ? checked : (menuIndexAfterKey(items, -1, 'Home') ?? 0);
}

function placeAt(dialog: HTMLElement, anchor: MenuAnchor): void {
  const viewport = { width: innerWidth, height: innerHeight };
  const { top, left } = placeMenu(anchorBox(anchor), dialog.getBoundingClientRect(), viewport);
  Object.assign(dialog.style, { top: `${top}px`, left: `${left}px` });
}

function OpenMenu({ anchor, label, items, onClose }: MenuRequest & { onClose: () => void }) {
  const styles = useStyles();
  const isSheet = useLayout() === 'phone';
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLElement>(null);
  // The overlay inside has shown itself by now (effects run from the inside out), so it can be measured.
  useLayoutEffect(() => {
    if (dialog.current && !isSheet) placeAt(dialog.current, anchor);
    rowsIn(list.current)[startIndex(items)]?.focus({ preventScroll: true });
  }, [anchor, isSheet, items]);
  const choose = (item: MenuAction) => {
    onClose();
    item.onSelect();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = rowsIn(list.current);
    const current = rows.findIndex((row) => row === document.activeElement);
    const item = items[current];
    const isChosen =
      (event.key === 'Enter' || event.key === ' ') && item && item.kind !== 'separator' && !item.isDisabled;
    const next = menuIndexAfterKey(items, current, event.key);
    if (isChosen) choose(item);
    else if (event.key === 'Tab') onClose();
    else if (next !== undefined) rows[next]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Overlay
      dialogRef={dialog}
      kind={isSheet ? 'sheet' : 'menu'}
      label={label}
      onClose={onClose}
      style={isSheet ? styles.sheet : styles.menu}
    >
      {isSheet && (
        <AppText lines={1} style={styles.title} tone="muted" weight="medium">
          {label}
        </AppText>
      )}
      <Dom aria-label={label} as="div" onKeyDown={onKeyDown} ref={list} role="menu" style={styles.list}>
        {items.map((item) => (
          <MenuEntry isTouch={isSheet} item={item} key={item.id} onChoose={choose} />
        ))}
      </Dom>
    </Overlay>
  );
}

function MenuEntry({
  item,
  isTouch,
  onChoose,
}: {
  item: MenuItem;
  isTouch: boolean;
  onChoose: (item: MenuAction) => void;
}) {
  const styles = useStyles();
  if (item.kind === 'separator') return <Dom as="div" role="separator" style={styles.separator} />;
  return <MenuRow isTouch={isTouch} item={item} onChoose={() => onChoose(item)} />;
}

type OpenMenuFunction = (request: MenuRequest) => void;
const MenuContext = createContext<OpenMenuFunction>(() => undefined);

/** Owns the one menu that can be open; the app shell renders it once. */
export function MenuProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<MenuRequest | null>(null);
  const open = useCallback<OpenMenuFunction>((next) => {
    if (next.items.length > 0) setRequest(next);
  }, []);
  const close = useCallback(() => setRequest(null), []);
  const content = useMemo(() => children, [children]);
  return (
    <MenuContext value={open}>
      {content}
      {request && <OpenMenu {...request} onClose={close} />}
    </MenuContext>
  );
}

/** `openMenu({ anchor, label, items })`. */
export const useOpenMenu = (): OpenMenuFunction => use(MenuContext);

export interface MenuButtonProps extends Omit<IconButtonProps, 'onPress' | 'icon' | 'hasMenu'> {
  /** Asked when the menu opens, so that rows do not build menus nobody sees. */
  items: () => readonly MenuItem[];
  icon?: IconButtonProps['icon'];
  menuLabel?: string;
}

export function MenuButton({ items, icon = 'more', menuLabel, ...button }: MenuButtonProps) {
  const openMenu = useOpenMenu();
  return (
    <IconButton
      {...button}
      hasMenu
      icon={icon}
      onPress={(event) => openMenu({ anchor: event.currentTarget, label: menuLabel ?? button.label, items: items() })}
    />
  );
}
