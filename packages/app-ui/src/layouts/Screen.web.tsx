import { useEffect, useRef, type ReactNode } from 'react';
import { useNavigation, useScreenTitle } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { contentMaxWidth } from '#theme/tokens.ts';
import { useLayout } from '#theme/use-layout.ts';
import { Dom } from '#components/Dom.tsx';
import { AppText } from '#components/AppText.tsx';
import { phoneDestinations } from './destinations.ts';
import { NavigationLink } from './NavigationLink.tsx';

export interface ScreenProps {
  /** The one h1, and the document's title. */
  title: string;
  /** Drawn by the screen's own header (album, artist); the h1 stays for screen readers. */
  isTitleHidden?: boolean;
  /** Names the tab where the heading would not (a greeting). */
  documentTitle?: string;
  /** Before the title, such as the way back on phones. */
  leading?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  /** Under the title, such as tabs and filters. */
  toolbar?: ReactNode;
  children: ReactNode;
}

const useStyles = createStyles(({ space }) => ({
  screen: {
    display: 'flex',
    flexDirection: 'column',
    width: '100%',
    maxWidth: contentMaxWidth,
    alignSelf: 'center',
    minWidth: 0,
  },
  phone: { paddingHorizontal: space.lg, paddingTop: space.lg, paddingBottom: space.xl, gap: space.xl },
  wide: { paddingHorizontal: space.xxl, paddingTop: space.xl, paddingBottom: space.huge, gap: space.xxl },
  head: { display: 'flex', flexDirection: 'column', gap: space.lg },
  line: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: space.lg,
    minHeight: '2.5rem',
  },
  // With large text the buttons move below instead of cutting the title.
  title: { flexGrow: 1, flexShrink: 1, flexBasis: '9rem', minWidth: 0, outlineStyle: 'none' },
  actions: { display: 'flex', flexDirection: 'row', alignItems: 'center', gap: space.sm, flexShrink: 0 },
}));

/** Every screen's frame: margins, heading, title of the tab, and the focus on the heading after a navigation. */
export function Screen({
  title,
  isTitleHidden = false,
  documentTitle,
  leading,
  actions,
  toolbar,
  children,
}: ScreenProps) {
  const styles = useStyles();
  const isPhone = useLayout() === 'phone';
  const { entryKey } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  useScreenTitle(documentTitle ?? title);
  useHeadingFocus(heading, entryKey);
  return (
    <Dom as="div" style={[styles.screen, isPhone ? styles.phone : styles.wide]}>
      {isTitleHidden && (
        <h1 data-visually-hidden="" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      )}
      {(!isTitleHidden || toolbar || actions) && (
        <Dom as="div" style={styles.head}>
          {(!isTitleHidden || actions) && (
            <Dom as="div" style={styles.line}>
              {leading}
              {!isTitleHidden && (
                <Dom<HTMLHeadingElement>
                  as="h1"
                  dataSet={{ screenHeading: '' }}
                  ref={heading}
                  style={[styles.title, { margin: 0 }]}
                  tabIndex={-1}
                >
                  <AppText lines={2} size={28} weight="bold">
                    {title}
                  </AppText>
                </Dom>
              )}
              {(actions || isPhone) && (
                <Dom as="div" style={styles.actions}>
                  {actions}
                  {isPhone && <PhoneDestinations />}
                </Dom>
              )}
            </Dom>
          )}
          {toolbar}
        </Dom>
      )}
      {children}
    </Dom>
  );
}

/** What the sidebar has on larger screens: on phones it stands at the top of the library. */
function PhoneDestinations() {
  const { route } = useNavigation();
  if (route.screen !== 'library') return null;
  return phoneDestinations.map((destination) => (
    <NavigationLink destination={destination} isCurrent={false} key={destination.id} kind="rail" />
  ));
}

let lastEntryKey: string | undefined;

/** Not on the first page of a visit, where the browser's own start of the document is right, nor over a focused field. */
function useHeadingFocus(heading: React.RefObject<HTMLElement | null>, entryKey: string): void {
  useEffect(() => {
    const isFirst = lastEntryKey === undefined;
    const isSame = lastEntryKey === entryKey;
    lastEntryKey = entryKey;
    const focused = document.activeElement;
    if (isFirst || isSame || (focused instanceof HTMLInputElement && focused.closest('main'))) return;
    heading.current?.focus({ preventScroll: true });
  }, [heading, entryKey]);
}
