import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import { Provider, useDispatch, useSelector } from 'react-redux';
import type { App } from '../composition.ts';
import type { AppDispatch, AppState } from '../state/app-state.ts';

const AppContext = createContext<App | null>(null);

/** Gives the app to the hooks of this package, and its store to react-redux. */
export function AppProvider({ app, children }: { app: App; children: ReactNode }): ReactElement {
  return (
    <AppContext value={app}>
      <Provider store={app.store}>{children}</Provider>
    </AppContext>
  );
}

/** @throws Error outside of `AppProvider`. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp needs an AppProvider above it');
  return app;
}

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<AppState>();
