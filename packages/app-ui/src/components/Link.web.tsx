import type { MouseEvent, ReactNode } from 'react';
import type { StyleProp } from 'react-native';
import type { AppRoute } from '#navigation/app-route.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { Dom } from './Dom.tsx';
import { useTabIndex } from './roving.tsx';

export interface LinkProps {
  to: AppRoute;
  children: ReactNode;
  style?: StyleProp;
  /** `text` underlines on hover; `block` is for cards and rows of navigation. */
  kind?: 'text' | 'block';
  label?: string;
  isCurrent?: boolean;
  tooltip?: string;
  tabIndex?: 0 | -1;
  onContextMenu?: (event: MouseEvent<HTMLElement>) => void;
  onPress?: () => void;
  dataSet?: Record<string, string | number | undefined>;
}

const useStyles = createStyles(() => ({
  text: { color: 'inherit', textDecorationLine: 'none', cursor: 'pointer', fontFamily: 'inherit', minWidth: 0 },
  block: { color: 'inherit', textDecorationLine: 'none', cursor: 'pointer', display: 'flex', minWidth: 0 },
}));

/** The browser keeps what it does better: new tab, new window, download. */
const isForBrowser = (event: MouseEvent) =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** A real anchor, so that middle click, copying and the status bar work, that navigates inside the app. */
export function Link({
  to,
  children,
  style,
  kind = 'text',
  label,
  isCurrent,
  tooltip,
  tabIndex,
  onPress,
  dataSet,
  ...rest
}: LinkProps) {
  const styles = useStyles();
  const navigation = useNavigation();
  const rovingTabIndex = useTabIndex();
  const open = (event: MouseEvent<HTMLElement>) => {
    if (event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    onPress?.();
    navigation.navigate(to);
  };
  return (
    <Dom
      {...rest}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={label}
      as="a"
      dataSet={{ link: kind, tooltip, ...dataSet }}
      href={navigation.hrefOf(to)}
      onClick={open}
      style={[styles[kind], style]}
      tabIndex={tabIndex ?? rovingTabIndex}
    >
      {children}
    </Dom>
  );
}
