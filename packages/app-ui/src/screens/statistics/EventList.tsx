import type { ActivityKind, ServerStatistics } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import type { IconName } from '#components/icon-paths.ts';
import type { TextKey } from '#locale/dictionary.ts';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { toEndpointText } from './endpoint-groups.ts';

type ServerEvent = ServerStatistics['events'][number];

const kinds: Record<ActivityKind, { icon: IconName; text: TextKey }> = {
  'signed-in': { icon: 'user', text: 'statistics.signedIn' },
  'signed-out': { icon: 'sign-out', text: 'statistics.signedOut' },
  'sign-in-refused': { icon: 'info', text: 'statistics.signInRefused' },
  'scan-ended': { icon: 'folder', text: 'statistics.scanEnded' },
  uploaded: { icon: 'plus', text: 'statistics.uploaded' },
  changed: { icon: 'settings', text: 'statistics.changed' },
};

const useStyles = createStyles(({ colors, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(44),
    borderBottomWidth: 1,
    borderBottomColor: colors.hairline,
    paddingVertical: space.xs,
  },
  words: { flexGrow: 1, flexShrink: 1, minWidth: 0 },
  when: { flexShrink: 0 },
}));

export function EventList({ events }: { events: readonly ServerEvent[] }) {
  const styles = useStyles();
  const format = useFormat();
  const describe = useDescription();
  return (
    <View role="list">
      {events.map((event) => (
        <View key={event.id} role="listitem" style={styles.row}>
          <Icon name={kinds[event.kind].icon} size={16} />
          <View style={styles.words}>
            <AppText lines={2}>{describe(event)}</AppText>
          </View>
          <View style={styles.when}>
            <AppText isTabular size={12} tone="muted">
              {format.dateTime(event.at)}
            </AppText>
          </View>
        </View>
      ))}
    </View>
  );
}

function useDescription(): (event: ServerEvent) => string {
  const text = useText();
  return ({ kind, userName, details }) =>
    text(kinds[kind].text, {
      name: userName ?? text('statistics.somebody'),
      what: text(toEndpointText(String(details['endpoint'] ?? ''))),
      added: Number(details['added'] ?? 0),
      updated: Number(details['updated'] ?? 0),
      missing: Number(details['missing'] ?? 0),
    });
}
