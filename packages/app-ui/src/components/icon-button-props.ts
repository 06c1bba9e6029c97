import type { Ref } from 'react';
import type { HostElement, PressEvent } from 'react-native';
import type { IconName } from './icon-paths.ts';

export interface IconButtonProps {
  icon: IconName;
  /** Tooltip and accessible name. */
  label: string;
  onPress: (event: PressEvent) => void;
  /** `solid` is the round play button; `plain` has a surface on hover only. */
  kind?: 'plain' | 'solid' | 'tinted';
  /** Side of the button: 24 is the least, 44 on touch screens comes by itself. */
  size?: 24 | 32 | 36 | 40 | 48 | 56 | 64;
  iconSize?: number;
  /** A switch such as shuffle; coloured when on. */
  isPressed?: boolean;
  isExpanded?: boolean;
  hasMenu?: boolean;
  isDisabled?: boolean;
  /** Shown in the tooltip and announced, such as `Space`. */
  shortcut?: string;
  /** Out of the tab order where another way exists. */
  tabIndex?: 0 | -1;
  id?: string;
  ref?: Ref<HostElement>;
  dataSet?: Record<string, string | number | undefined>;
}
