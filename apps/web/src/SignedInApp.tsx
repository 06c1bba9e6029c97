import {
  dismissNotice,
  runNoticeAction,
  selectHasSingleKeyShortcuts,
  selectIsSidebarCollapsed,
  selectNotices,
  selectRightPanel,
  selectSidebarWidth,
  setSidebarCollapsed,
  setSidebarWidth,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { Toasts, type Toast } from '@jetstream/app-ui/components/Toasts.tsx';
import { AppShell } from '@jetstream/app-ui/layouts/AppShell.tsx';
import type { AppRoute } from '@jetstream/app-ui/navigation/app-route.ts';
import type { TextKey } from '@jetstream/app-ui/locale/dictionary.ts';
import { useText } from '@jetstream/app-ui/locale/use-text.ts';
import { NavigationProvider, useNavigation, type Navigation } from '@jetstream/app-ui/navigation/navigation.tsx';
import { ItemDialogsProvider } from '@jetstream/app-ui/screens/menus/ItemDialogsProvider.tsx';
import { MiniPlayer } from '@jetstream/app-ui/screens/player/MiniPlayer.tsx';
import { PlayerBar } from '@jetstream/app-ui/screens/player/PlayerBar.tsx';
import { DropTarget } from '@jetstream/app-ui/screens/uploads/DropTarget.tsx';
import { useShortcuts } from '@jetstream/app-ui/screens/player/use-shortcuts.ts';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';
import { fetchLoader } from './platform/audio/stream/fetch-loader.ts';
import { LazyPlayerPanel, LazyShortcutsDialog, loadAhead, screens } from './screens.tsx';

/** Before a hand is at a play button. */
const shownMs = 250;
const settledMs = 1500;

/** The app once someone is signed in. */
export function SignedInApp() {
  const dispatch = useAppDispatch();
  const { route } = useNavigation();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const width = useAppSelector(selectSidebarWidth);
  const isCollapsed = useAppSelector(selectIsSidebarCollapsed);
  const rightPanel = useAppSelector(selectRightPanel);
  const hasSingleKeys = useAppSelector(selectHasSingleKeyShortcuts);
  useShortcuts({ hasSingleKeys, onHelp: useCallback(() => setIsHelpOpen(true), []) });
  useEffect(() => {
    const timers = [
      setTimeout(() => void fetchLoader().catch(() => undefined), shownMs),
      setTimeout(() => void loadAhead(), settledMs),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  const FullPlayer = screens['now-playing'];
  return (
    <>
      <ItemDialogsProvider>
        <AppShell
          banner={<ConnectionBanner />}
          fullPlayer={
            route.screen === 'now-playing' ? (
              <Suspense>
                <FullPlayer />
              </Suspense>
            ) : null
          }
          miniPlayer={<MiniPlayer />}
          playerBar={<PlayerBar />}
          rightPanel={
            rightPanel === 'queue' || rightPanel === 'lyrics' ? (
              <Suspense>
                <LazyPlayerPanel />
              </Suspense>
            ) : null
          }
          sidebar={{
            width,
            isCollapsed,
            onResize: (next) => dispatch(setSidebarWidth(next)),
            onCollapse: (next) => dispatch(setSidebarCollapsed(next)),
          }}
          toasts={<NoticeToasts />}
        >
          <CurrentScreen />
        </AppShell>
        <DropTarget />
        {isHelpOpen && (
          <Suspense>
            <LazyShortcutsDialog onClose={() => setIsHelpOpen(false)} />
          </Suspense>
        )}
      </ItemDialogsProvider>
    </>
  );
}

/** The page under the full player stays as it was: it goes on seeing its own route. */
function useNavigationBelowPlayer(): Navigation {
  const navigation = useNavigation();
  const { route, entryKey } = navigation;
  const isCovered = route.screen === 'now-playing';
  const [below, setBelow] = useState<{ route: AppRoute; entryKey: string }>({
    route: isCovered ? { screen: 'home' } : route,
    entryKey: isCovered ? 'below' : entryKey,
  });
  if (!isCovered && (below.route !== route || below.entryKey !== entryKey)) setBelow({ route, entryKey });
  return useMemo(
    () => (isCovered ? { ...navigation, ...below, setTitle: () => undefined } : navigation),
    [isCovered, navigation, below],
  );
}

function CurrentScreen() {
  const navigation = useNavigationBelowPlayer();
  const Screen = screens[navigation.route.screen];
  return (
    <NavigationProvider value={navigation}>
      <ScreenBoundary resetKey={navigation.entryKey}>
        <Suspense>
          <Screen key={identityOf(navigation)} />
        </Suspense>
      </ScreenBoundary>
    </NavigationProvider>
  );
}

/** Sorting or typing keeps a screen; another album is a new one. */
function identityOf({ route }: Navigation): string {
  if (route.screen === 'album') return `album ${route.albumId}`;
  if (route.screen === 'artist') return `artist ${route.artistId}`;
  if (route.screen === 'genre') return `genre ${route.genreId}`;
  return route.screen === 'folder' ? `folder ${route.folderId ?? ''}` : route.screen;
}

function NoticeToasts() {
  const dispatch = useAppDispatch();
  const text = useText();
  const notices = useAppSelector(selectNotices);
  const toasts = useMemo(
    () =>
      notices.map(({ id, kind, textKey, params, action }): Toast => {
        // Keys come from app-core's own list, which locale/en/notices.ts covers (its test walks it).
        const message = text(textKey as TextKey, params);
        const toast: Toast = { id, kind: kind === 'error' ? 'danger' : 'neutral', message };
        if (!action) return toast;
        return {
          ...toast,
          action: { label: text(action.textKey as TextKey), onPress: () => dispatch(runNoticeAction(id)) },
        };
      }),
    [dispatch, notices, text],
  );
  return <Toasts onDismiss={useCallback((id: string) => dispatch(dismissNotice(id)), [dispatch])} toasts={toasts} />;
}
