import { Pressable, View, type HostElement } from 'react-native';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';

export interface TabOption<T extends string> {
  value: T;
  label: string;
}
export interface SegmentedTabsProps<T extends string> {
  label: string;
  value: T;
  options: readonly TabOption<T>[];
  onChange: (value: T) => void;
  /** Id of the element that the tabs switch; it has role tabpanel. */
  panelId?: string;
  /** `pills` for a screen's segments, `underline` for panes inside. */
  kind?: 'pills' | 'underline';
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  list: {
    flexDirection: 'row',
    gap: space.sm,
    overflowX: 'auto',
    maxWidth: '100%',
    paddingVertical: 3,
    marginVertical: -3,
  },
  underlined: { gap: space.xl },
  tab: {
    minHeight: scaled(36),
    paddingHorizontal: space.lg,
    borderRadius: radius.full,
    backgroundColor: colors.tint,
    justifyContent: 'center',
    transitionProperty: 'background-color',
    transitionDuration: `${motion.feedbackMs}ms`,
  },
  tabOn: { backgroundColor: colors.text },
  textOn: { color: colors.canvas },
  line: { minHeight: scaled(40), justifyContent: 'center', borderBottomWidth: 2, borderBottomColor: 'transparent' },
  lineOn: { borderBottomColor: colors.accent },
}));

export function tabAfterKey(key: string, index: number, count: number, isRtl: boolean): number | undefined {
  const forward = isRtl ? 'ArrowLeft' : 'ArrowRight';
  const backward = isRtl ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (index + 1) % count;
  if (key === backward) return (index + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

export function SegmentedTabs<T extends string>({
  label,
  value,
  options,
  onChange,
  panelId,
  kind = 'pills',
}: SegmentedTabsProps<T>) {
  const styles = useStyles();
  const list = useRef<HostElement>(null);
  const chosen = options.findIndex((option) => option.value === value);
  // On a phone the chosen one may lie beyond the edge.
  useEffect(() => {
    const tab = list.current?.children[chosen]?.getBoundingClientRect();
    const box = list.current?.getBoundingClientRect();
    // Sideways only: scrollIntoView would also move the page, away from where it was left.
    if (tab && box)
      list.current?.scrollBy({ left: tab.x + tab.width / 2 - box.x - box.width / 2, behavior: 'instant' });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent<HostElement>) => {
    const next = tabAfterKey(
      event.key,
      chosen,
      options.length,
      getComputedStyle(event.currentTarget).direction === 'rtl',
    );
    const option = next === undefined ? undefined : options[next];
    if (next === undefined || !option) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(option.value);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <View
      aria-label={label}
      dataSet={{ noScrollbar: '' }}
      onKeyDown={onKeyDown}
      ref={list}
      role="tablist"
      style={[styles.list, kind === 'underline' && styles.underlined]}
    >
      {options.map((option) => (
        <Tab
          isOn={option.value === value}
          key={option.value}
          kind={kind}
          label={option.label}
          onPress={() => onChange(option.value)}
          panelId={panelId}
        />
      ))}
    </View>
  );
}

interface TabProps {
  label: string;
  isOn: boolean;
  kind: 'pills' | 'underline';
  panelId: string | undefined;
  onPress: () => void;
}

function Tab({ label, isOn, kind, panelId, onPress }: TabProps) {
  const styles = useStyles();
  const isPill = kind === 'pills';
  const pillPress = isOn ? 'chip-on' : 'secondary';
  return (
    <Pressable
      aria-controls={panelId}
      aria-selected={isOn}
      dataSet={{ press: isPill ? pillPress : 'text' }}
      onPress={onPress}
      role="tab"
      style={isPill ? [styles.tab, isOn && styles.tabOn] : [styles.line, isOn && styles.lineOn]}
      tabIndex={isOn ? 0 : -1}
    >
      <AppText
        lines={1}
        style={isOn && isPill && styles.textOn}
        tone={isOn || isPill ? 'text' : 'muted'}
        weight="medium"
      >
        {label}
      </AppText>
    </Pressable>
  );
}
