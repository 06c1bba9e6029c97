import { selectIsAdministrator } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { SegmentedTabs } from '#components/SegmentedTabs.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';
import { BackButton } from '../items/BackButton.tsx';
import { ListeningStatisticsView } from './ListeningStatisticsView.tsx';
import { ServerStatisticsView } from './ServerStatisticsView.tsx';

const panelId = 'statistics-panel';

/** What I listened to; for administrators, how the server is used. */
export function StatisticsScreen() {
  const text = useText();
  const { navigate } = useNavigation();
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const route = useRouteOf('statistics');
  const isServer = isAdministrator && route?.of === 'server';
  return (
    <Screen
      leading={<BackButton fallback={{ screen: 'home' }} />}
      title={text('statistics.title')}
      toolbar={
        isAdministrator && (
          <SegmentedTabs
            kind="underline"
            label={text('statistics.title')}
            onChange={(of) => navigate(of === 'server' ? { screen: 'statistics', of } : { screen: 'statistics' })}
            options={[
              { value: 'me', label: text('statistics.mine') },
              { value: 'server', label: text('statistics.server') },
            ]}
            panelId={panelId}
            value={isServer ? 'server' : 'me'}
          />
        )
      }
    >
      <View
        id={panelId}
        {...(isAdministrator && {
          role: 'tabpanel',
          'aria-label': text(isServer ? 'statistics.server' : 'statistics.mine'),
        })}
      >
        {isServer ? <ServerStatisticsView /> : <ListeningStatisticsView />}
      </View>
    </Screen>
  );
}
