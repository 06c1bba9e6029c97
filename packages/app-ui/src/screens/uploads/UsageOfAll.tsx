import { useListUploadUsageQuery } from '@jetstream/app-core/hooks';
import { useFormat, useText } from '#locale/use-text.ts';
import { Panel } from '../statistics/Panel.tsx';
import { Ranking } from '../statistics/Ranking.tsx';

/** For administrators: how much room each person's uploads take. */
export function UsageOfAll() {
  const text = useText();
  const format = useFormat();
  const { data } = useListUploadUsageQuery();
  if (!data || data.items.length === 0) return null;
  const items = data.items.map(({ userId, userName, storedBytes, reservedBytes, fileCount }) => ({
    id: userId,
    title: userName,
    subtitle: text('uploads.userUsage', { count: fileCount, size: format.bytes(storedBytes) }),
    value: storedBytes + reservedBytes,
    valueText: format.bytes(storedBytes + reservedBytes),
  }));
  return (
    <Panel hint={text('uploads.othersText')} title={text('uploads.others')}>
      <Ranking items={items.toSorted((a, b) => b.value - a.value)} />
    </Panel>
  );
}
