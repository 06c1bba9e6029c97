import { EmptyState } from '#components/EmptyState.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';

export function NotFoundScreen() {
  const text = useText();
  const { navigate } = useNavigation();
  const path = useRouteOf('not-found')?.path ?? '';
  return (
    <Screen isTitleHidden title={text('shell.notFoundTitle')}>
      <EmptyState
        action={{ icon: 'home', label: text('shell.goHome'), onPress: () => navigate({ screen: 'home' }) }}
        hint={text('shell.notFoundText', { path })}
        icon="search"
        title={text('shell.notFoundTitle')}
      />
    </Screen>
  );
}
