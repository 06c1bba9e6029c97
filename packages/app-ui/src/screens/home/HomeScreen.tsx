import { selectIsAdministrator, selectIsScanning, selectUser } from '@jetstream/app-core';
import { useAppSelector, useGetHomeQuery } from '@jetstream/app-core/hooks';
import type { Home } from '@jetstream/api-contract';
import { View } from 'react-native';
import { EmptyState } from '#components/EmptyState.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SkeletonBlock, SkeletonCards } from '#components/Skeleton.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useNow } from '../use-now.ts';
import { dayTimeAt, greetingKeys } from './greeting.ts';
import { HomeShelves } from './HomeShelves.tsx';
import { ScanLine } from './ScanLine.tsx';

const shelfLength = 20;
const hourMs = 3_600_000;

const useStyles = createStyles(({ space }) => ({
  shelves: { gap: space.xxl },
  skeleton: { gap: space.lg },
}));

/** What now? Resume, come back, find something new. */
export function HomeScreen() {
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const greeting = useGreeting(isPhone);
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const home = useGetHomeQuery({ query: { limit: shelfLength } });
  return (
    <Screen actions={isPhone && <PhoneActions />} documentTitle={text('shell.home')} title={greeting}>
      {isAdministrator && <ScanLine />}
      {home.data &&
        (isEmpty(home.data) ? (
          <EmptyHome />
        ) : (
          <HomeShelves home={home.data} isFetching={home.isFetching} onReshuffle={home.refetch} />
        ))}
      {!home.data && home.error && (
        <ProblemState failure={home.error} isRetrying={home.isFetching} onRetry={home.refetch} />
      )}
      {!home.data && !home.error && <HomeSkeleton />}
    </Screen>
  );
}

const isEmpty = (home: Home): boolean => Object.values(home).every((shelf) => shelf.length === 0);

/** The tabs of a phone have no room for these. */
function PhoneActions() {
  const text = useText();
  const { navigate } = useNavigation();
  return (
    <>
      <IconButton
        icon="history"
        label={text('shell.history')}
        onPress={() => navigate({ screen: 'history' })}
        size={40}
      />
      <IconButton
        icon="settings"
        label={text('shell.settings')}
        onPress={() => navigate({ screen: 'settings' })}
        size={40}
      />
    </>
  );
}

function useGreeting(isShort: boolean): string {
  const text = useText();
  const now = useNow(hourMs / 4);
  const name = useAppSelector(selectUser)?.name;
  const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23' }).format(now);
  const { named, plain } = greetingKeys[dayTimeAt(Number(hour))];
  return name && !isShort ? text(named, { name }) : text(plain);
}

function EmptyHome() {
  const text = useText();
  const { navigate } = useNavigation();
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const isScanning = useAppSelector(selectIsScanning);
  const hint = isScanning ? 'home.emptyScanning' : isAdministrator ? 'home.emptyAdministrator' : 'home.emptyListener';
  return (
    <EmptyState
      action={
        isAdministrator && !isScanning
          ? {
              icon: 'plus',
              label: text('home.addMusic'),
              onPress: () => navigate({ screen: 'settings', section: 'libraries' }),
            }
          : undefined
      }
      hint={text(hint)}
      icon="album"
      title={text('home.emptyTitle')}
    />
  );
}

function HomeSkeleton() {
  const styles = useStyles();
  return (
    <View style={styles.shelves}>
      {[0, 1, 2].map((shelf) => (
        <View key={shelf} style={styles.skeleton}>
          <View dataSet={{ skeleton: '' }}>
            <SkeletonBlock height={24} width={180} />
          </View>
          <SkeletonCards count={8} isShelf />
        </View>
      ))}
    </View>
  );
}
