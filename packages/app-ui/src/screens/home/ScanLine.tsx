import { isScanActive, selectScan } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Link } from '#components/Link.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ space }) => ({
  frame: { gap: space.xs + 2 },
  words: { flexDirection: 'row', alignItems: 'center', gap: space.md },
  grow: { flexGrow: 1, flexShrink: 1 },
}));

/** One quiet line while music is being read. */
export function ScanLine() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const scan = useAppSelector(selectScan);
  if (!scan || !isScanActive(scan)) return null;
  const { filesTotal, filesSeen } = scan;
  const words =
    filesTotal === null
      ? text('home.scanningUnknown', { count: filesSeen })
      : text('home.scanning', { seen: filesSeen, total: filesTotal });
  const share = filesTotal === null || filesTotal === 0 ? null : filesSeen / filesTotal;
  return (
    <View style={styles.frame}>
      <View style={styles.words}>
        <AppText isTabular lines={1} style={styles.grow} tone="muted">
          {words}
        </AppText>
        <AppText tone="muted" weight="medium">
          <Link to={{ screen: 'settings', section: 'libraries' }}>{text('home.scanDetails')}</Link>
        </AppText>
      </View>
      <ProgressBar
        height={3}
        label={words}
        value={share}
        {...(share === null ? {} : { valueText: format.percent(share) })}
      />
    </View>
  );
}
