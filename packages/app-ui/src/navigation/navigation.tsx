import { createContext, use, useEffect } from 'react';
import type { AppRoute, RouteOf, ScreenName } from './app-route.ts';

/** Supplied by the app: the web maps it to the History API, the phone to its own stack. */
export interface Navigation {
  route: AppRoute;
  /** Changes with every entry of the history: the same album opened twice has two keys. */
  entryKey: string;
  navigate(route: AppRoute): void;
  /** Changes the address without a new entry, for sorting, filtering and typing a query. */
  replace(route: AppRoute): void;
  back(): void;
  canGoBack: boolean;
  hrefOf(route: AppRoute): string;
  setTitle(title: string): void;
}

const NavigationContext = createContext<Navigation | null>(null);
export const NavigationProvider = NavigationContext;

/** @throws when there is no NavigationProvider above. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error('There is no NavigationProvider above this component');
  return navigation;
}

export const useRoute = (): AppRoute => useNavigation().route;

/** The route of the screen that asks, or undefined while another screen is shown. */
export function useRouteOf<S extends ScreenName>(screen: S): RouteOf<S> | undefined {
  const route = useRoute();
  return route.screen === screen ? (route as RouteOf<S>) : undefined;
}

/** Names the tab and the history entry after what is shown. */
export function useScreenTitle(title: string): void {
  const { setTitle } = useNavigation();
  useEffect(() => {
    setTitle(title);
  }, [setTitle, title]);
}
