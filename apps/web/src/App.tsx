import { bootSession, selectSession, selectSettings, type App as Core } from '@jetstream/app-core';
import { AppProvider, useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { CoverSourceProvider } from '@jetstream/app-ui/components/cover-source.ts';
import { ErrorState } from '@jetstream/app-ui/components/ErrorState.tsx';
import { MenuProvider } from '@jetstream/app-ui/components/Menu.tsx';
import { BrandMark } from '@jetstream/app-ui/layouts/Brand.tsx';
import { LocaleProvider, type Language } from '@jetstream/app-ui/locale/locale.tsx';
import { useText } from '@jetstream/app-ui/locale/use-text.ts';
import { NavigationProvider } from '@jetstream/app-ui/navigation/navigation.tsx';
import { FirstRunGate } from '@jetstream/app-ui/screens/first-run/FirstRunGate.tsx';
import { ThemeProvider } from '@jetstream/app-ui/theme/theme.tsx';
import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { LazyFirstRunScreen, LazySignInScreen } from './screens.tsx';
import { SignedInApp } from './SignedInApp.tsx';
import { useBrowserNavigation } from './use-browser-navigation.ts';
import { useDocumentTheme } from './use-document-theme.ts';

const systemLanguages = navigator.languages;

export function App({ core }: { core: Core }) {
  const navigation = useBrowserNavigation(core.environment.createId, 'JetStream');
  return (
    <AppProvider app={core}>
      <CoverSourceProvider value={core.coverUrl}>
        <NavigationProvider value={navigation}>
          <Appearance>
            <Session />
          </Appearance>
        </NavigationProvider>
      </CoverSourceProvider>
    </AppProvider>
  );
}

function Appearance({ children }: { children: ReactNode }) {
  const { theme, locale, isReducedMotion, isDense } = useAppSelector(selectSettings);
  useDocumentTheme(theme, isReducedMotion);
  const setLanguage = useCallback((language: Language) => {
    document.documentElement.lang = language;
  }, []);
  return (
    <ThemeProvider choice={theme} isDense={isDense} isReducedMotion={isReducedMotion}>
      <LocaleProvider choice={locale} onLanguageChange={setLanguage} systemLanguages={systemLanguages}>
        {children}
      </LocaleProvider>
    </ThemeProvider>
  );
}

/** First run for whoever has no account or no music folder yet, else the other doors. */
function Session() {
  return (
    <MenuProvider>
      <FirstRunGate fallback={<Splash />} Screen={LazyFirstRunScreen}>
        <Door />
      </FirstRunGate>
    </MenuProvider>
  );
}

/** Still finding out, sign-in, or the app itself. */
function Door() {
  const dispatch = useAppDispatch();
  const { status, user } = useAppSelector(selectSession);
  if (status === 'signed-in' || (status === 'unreachable' && user)) return <SignedInApp />;
  if (status === 'unreachable') return <Unreachable onRetry={async () => dispatch(bootSession())} />;
  if (status === 'unknown') return <Splash />;
  return (
    <Suspense fallback={<Splash />}>
      <LazySignInScreen />
    </Suspense>
  );
}

/** Seen only when the server takes its time. */
function Splash() {
  const text = useText();
  return (
    <main aria-busy="true" aria-label={text('shell.appName')} data-splash="">
      <BrandMark size={56} />
    </main>
  );
}

const retryEveryMs = 5000;

function Unreachable({ onRetry }: { onRetry: () => Promise<void> }) {
  const text = useText();
  const [isRetrying, setIsRetrying] = useState(false);
  const retry = useCallback(async () => {
    setIsRetrying(true);
    await onRetry();
    setIsRetrying(false);
  }, [onRetry]);
  useEffect(() => {
    const timer = setInterval(() => void onRetry(), retryEveryMs);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <main data-door="">
      <ErrorState
        hint={text('shell.unreachableText')}
        isRetrying={isRetrying}
        onRetry={() => void retry()}
        title={text('shell.unreachableTitle')}
      />
    </main>
  );
}
