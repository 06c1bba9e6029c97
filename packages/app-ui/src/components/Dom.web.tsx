import type { AriaAttributes, DOMAttributes, ReactNode, Ref } from 'react';
import { unstable_createElement, useLocaleContext, type StyleProp } from 'react-native';

/** DOM twins draw with this: any element, styled as the primitives are. */
export interface DomProps<E extends Element = HTMLElement> extends AriaAttributes, Omit<DOMAttributes<E>, 'children'> {
  as: string;
  ref?: Ref<E>;
  style?: StyleProp;
  dataSet?: Record<string, string | number | undefined>;
  children?: ReactNode;
  [attribute: string]: unknown;
}

export function Dom<E extends Element = HTMLElement>({ as, ...props }: DomProps<E>) {
  const { direction } = useLocaleContext();
  return unstable_createElement(as, props, { writingDirection: direction });
}
