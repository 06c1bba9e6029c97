/**
 * The React Native that screens may use: what react-native-web and React Native both have, plus the few web-only props
 * that native ignores (hover, context menu, key events). A primitive that is missing here is missing on purpose.
 */
declare module 'react-native' {
  import type {
    AriaRole,
    CSSProperties,
    KeyboardEvent,
    MouseEvent,
    ReactElement,
    ReactNode,
    Ref,
    RefObject,
  } from 'react';

  type Length = number | string;
  type CssName =
    | 'alignContent'
    | 'alignItems'
    | 'alignSelf'
    | 'animationDelay'
    | 'animationDirection'
    | 'animationDuration'
    | 'animationIterationCount'
    | 'animationTimingFunction'
    | 'aspectRatio'
    | 'backdropFilter'
    | 'backgroundColor'
    | 'backgroundImage'
    | 'backgroundSize'
    | 'backgroundPosition'
    | 'borderColor'
    | 'borderRadius'
    | 'borderStyle'
    | 'borderWidth'
    | 'borderTopWidth'
    | 'borderBottomWidth'
    | 'borderTopColor'
    | 'borderBottomColor'
    | 'borderTopLeftRadius'
    | 'borderTopRightRadius'
    | 'bottom'
    | 'boxShadow'
    | 'clipPath'
    | 'color'
    | 'columnGap'
    | 'contain'
    | 'cursor'
    | 'display'
    | 'filter'
    | 'flex'
    | 'flexBasis'
    | 'flexDirection'
    | 'flexGrow'
    | 'flexShrink'
    | 'flexWrap'
    | 'fontFamily'
    | 'fontSize'
    | 'fontStyle'
    | 'fontWeight'
    | 'gap'
    | 'gridTemplateColumns'
    | 'gridTemplateRows'
    | 'gridTemplateAreas'
    | 'gridArea'
    | 'height'
    | 'inset'
    | 'justifyContent'
    | 'justifySelf'
    | 'letterSpacing'
    | 'margin'
    | 'marginBottom'
    | 'marginTop'
    | 'maxHeight'
    | 'maxWidth'
    | 'minHeight'
    | 'minWidth'
    | 'objectFit'
    | 'opacity'
    | 'order'
    | 'outlineColor'
    | 'outlineOffset'
    | 'outlineStyle'
    | 'outlineWidth'
    | 'overflow'
    | 'overflowX'
    | 'overflowY'
    | 'overscrollBehavior'
    | 'padding'
    | 'paddingBottom'
    | 'paddingTop'
    | 'pointerEvents'
    | 'position'
    | 'rowGap'
    | 'scrollSnapAlign'
    | 'scrollSnapType'
    | 'scrollPadding'
    | 'textAlign'
    | 'textDecorationLine'
    | 'textOverflow'
    | 'textTransform'
    | 'textWrap'
    | 'top'
    | 'touchAction'
    | 'transform'
    | 'transformOrigin'
    | 'transitionDelay'
    | 'transitionDuration'
    | 'transitionProperty'
    | 'transitionTimingFunction'
    | 'userSelect'
    | 'visibility'
    | 'whiteSpace'
    | 'width'
    | 'willChange'
    | 'wordBreak'
    | 'overflowWrap'
    | 'zIndex'
    | 'resize'
    | 'unicodeBidi';

  /** Start and end follow the writing direction; left and right are left out on purpose. */
  export interface Style extends Pick<CSSProperties, CssName> {
    /** On the web a multiple as text (`'1.5'`): react-native-web takes a number for pixels. */
    lineHeight?: string;
    paddingHorizontal?: Length;
    paddingVertical?: Length;
    marginHorizontal?: Length;
    marginVertical?: Length;
    paddingStart?: Length;
    paddingEnd?: Length;
    marginStart?: Length;
    marginEnd?: Length;
    insetInlineStart?: Length;
    insetInlineEnd?: Length;
    borderInlineStartWidth?: Length;
    borderInlineStartColor?: string;
    borderInlineEndWidth?: Length;
    borderInlineEndColor?: string;
    fontVariant?: string[];
    writingDirection?: 'auto' | 'ltr' | 'rtl';
    animationKeyframes?: object | object[];
  }
  export type StyleProp = Style | false | null | undefined | '' | readonly StyleProp[];

  /** What a ref to any primitive gives; on native the same names exist on the host instance. */
  export type HostElement = HTMLElement;

  export interface AccessibilityProps {
    role?: AriaRole | 'label' | 'paragraph' | 'strong';
    id?: string;
    lang?: string;
    dir?: 'ltr' | 'rtl' | 'auto';
    inert?: boolean;
    tabIndex?: 0 | -1;
    testID?: string;
    'aria-activedescendant'?: string;
    'aria-atomic'?: boolean;
    'aria-busy'?: boolean;
    'aria-checked'?: boolean | 'mixed';
    'aria-controls'?: string;
    'aria-current'?: boolean | 'page' | 'true' | 'location';
    'aria-describedby'?: string;
    'aria-disabled'?: boolean;
    'aria-expanded'?: boolean;
    'aria-haspopup'?: boolean | 'menu' | 'dialog' | 'listbox';
    'aria-hidden'?: boolean;
    'aria-invalid'?: boolean;
    'aria-keyshortcuts'?: string;
    'aria-label'?: string;
    'aria-labelledby'?: string;
    'aria-level'?: number;
    'aria-live'?: 'off' | 'polite' | 'assertive';
    'aria-modal'?: boolean;
    'aria-orientation'?: 'horizontal' | 'vertical';
    'aria-posinset'?: number;
    'aria-pressed'?: boolean | 'mixed';
    'aria-required'?: boolean;
    'aria-roledescription'?: string;
    'aria-rowcount'?: number;
    'aria-rowindex'?: number;
    'aria-selected'?: boolean;
    'aria-setsize'?: number;
    'aria-valuemax'?: number;
    'aria-valuemin'?: number;
    'aria-valuenow'?: number;
    'aria-valuetext'?: string;
  }
  interface HostEvents {
    /** Native ignores what follows: nothing may be reachable only by hover, right click or key. */
    onContextMenu?: (event: MouseEvent<HostElement>) => void;
    onKeyDown?: (event: KeyboardEvent<HostElement>) => void;
    onMouseEnter?: (event: MouseEvent<HostElement>) => void;
    onMouseLeave?: (event: MouseEvent<HostElement>) => void;
    onClick?: (event: MouseEvent<HostElement>) => void;
    onFocus?: () => void;
    onBlur?: () => void;
  }
  interface HostProps extends AccessibilityProps, HostEvents {
    ref?: Ref<HostElement>;
    children?: ReactNode;
    /** `data-*` hooks for the web's style sheet; native ignores them. */
    dataSet?: Record<string, string | number | undefined>;
    pointerEvents?: 'auto' | 'none' | 'box-none' | 'box-only';
  }
  export interface LayoutEvent {
    nativeEvent: { layout: { x: number; y: number; width: number; height: number } };
  }
  export interface ViewProps extends HostProps {
    style?: StyleProp;
    onLayout?: (event: LayoutEvent) => void;
  }
  export interface TextProps extends HostProps {
    style?: StyleProp;
    numberOfLines?: number;
    selectable?: boolean;
  }
  export interface PressState {
    pressed: boolean;
    hovered: boolean;
    focused: boolean;
  }
  export interface PressEvent {
    preventDefault(): void;
    stopPropagation(): void;
    currentTarget: HostElement;
    nativeEvent: { pageX: number; pageY: number; shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean };
  }
  export interface PressableProps extends Omit<HostProps, 'children'> {
    children?: ReactNode | ((state: PressState) => ReactNode);
    style?: StyleProp | ((state: PressState) => StyleProp);
    disabled?: boolean;
    delayLongPress?: number;
    onPress?: (event: PressEvent) => void;
    onLongPress?: (event: PressEvent) => void;
  }
  export interface TextInputProps extends HostProps {
    style?: StyleProp;
    value?: string;
    defaultValue?: string;
    placeholder?: string;
    placeholderTextColor?: string;
    autoComplete?: string;
    autoCapitalize?: 'none' | 'sentences' | 'words';
    autoCorrect?: boolean;
    autoFocus?: boolean;
    editable?: boolean;
    enterKeyHint?: 'done' | 'go' | 'next' | 'search' | 'send';
    inputMode?: 'text' | 'numeric' | 'search' | 'url' | 'email';
    maxLength?: number;
    multiline?: boolean;
    secureTextEntry?: boolean;
    spellCheck?: boolean;
    onChangeText?: (text: string) => void;
    /** The web's TextInput keeps key events to itself and tells them here only. */
    onKeyPress?: (event: KeyboardEvent<HostElement>) => void;
    onSubmitEditing?: () => void;
  }
  export interface ScrollViewProps extends ViewProps {
    horizontal?: boolean;
    contentContainerStyle?: StyleProp;
    showsHorizontalScrollIndicator?: boolean;
    showsVerticalScrollIndicator?: boolean;
  }

  export const View: (props: ViewProps) => ReactElement;
  export const Text: (props: TextProps) => ReactElement;
  export const Pressable: (props: PressableProps) => ReactElement;
  export const TextInput: (props: TextInputProps & { ref?: RefObject<HTMLInputElement | null> }) => ReactElement;
  export const ScrollView: (props: ScrollViewProps) => ReactElement;

  export const StyleSheet: {
    create<T extends Record<string, Style>>(styles: T): T;
    hairlineWidth: number;
  };
  export function useWindowDimensions(): { width: number; height: number; scale: number; fontScale: number };

  /** For `.web.tsx` twins only: a DOM element that takes React Native styles. */
  export function unstable_createElement(
    tag: string,
    props: Record<string, unknown>,
    options?: { writingDirection?: 'ltr' | 'rtl' },
  ): ReactElement;
  /** For `.web.tsx` twins only. */
  export function useLocaleContext(): { direction: 'ltr' | 'rtl'; locale: string | null };
}
