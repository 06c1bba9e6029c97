import { isScanActive } from '@jetstream/app-core';
import { useCancelScanMutation, useStartScanMutation } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ScanProgress } from '../scan/ScanProgress.tsx';
import { useDemoAlbum } from '../scan/use-demo-album.ts';
import { useScans } from '../scan/use-scans.ts';
import { SettingCard } from './SettingCard.tsx';

const useStyles = createStyles(({ space }) => ({
  buttons: { flexDirection: 'row', flexWrap: 'wrap', gap: space.sm },
  demo: { gap: space.sm },
}));

export function ScanSetting() {
  const styles = useStyles();
  const text = useText();
  const { scans, isScanning } = useScans();
  const [startScan, starting] = useStartScanMutation();
  const [cancelScan, cancelling] = useCancelScanMutation();
  const shown = scans.filter(isScanActive);
  const last = scans[0];
  const cancel = () => {
    for (const { id } of shown) void cancelScan({ params: { scanId: id } });
  };
  return (
    <SettingCard hint={text('settings.scanText')} title={text('settings.scan')}>
      {isScanning && <ScanProgress scans={shown} />}
      <VisuallyHidden isLive>
        {last?.state === 'completed' && !isScanning ? text('settings.scanFinished') : ''}
      </VisuallyHidden>
      {last?.state === 'failed' && (
        <AppText tone="danger">{text('firstRun.scanFailed', { reason: last.error ?? '' })}</AppText>
      )}
      {last?.state === 'completed' && !isScanning && (
        <AppText isTabular>
          {text('settings.scanResult', {
            seen: last.filesSeen,
            added: last.filesAdded,
            updated: last.filesUpdated,
            missing: last.filesMissing,
            failed: last.filesFailed,
          })}
        </AppText>
      )}
      <View style={styles.buttons}>
        {isScanning ? (
          <Button isBusy={cancelling.isLoading} label={text('settings.cancelScan')} onPress={cancel} />
        ) : (
          <>
            <Button
              icon="refresh"
              isBusy={starting.isLoading}
              label={text('settings.scanNow')}
              onPress={() => void startScan({ body: {} })}
            />
            <Button
              kind="quiet"
              label={text('settings.fullScan')}
              onPress={() => void startScan({ body: { isFull: true } })}
            />
          </>
        )}
      </View>
      {!isScanning && (
        <AppText size={12} tone="muted">
          {text('settings.fullScanText')}
        </AppText>
      )}
    </SettingCard>
  );
}

export function DemoSetting() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const demo = useDemoAlbum();
  const isAbsent = demo.state === 'absent' || demo.state === 'failed';
  return (
    <SettingCard
      control={
        demo.play ? (
          <Button
            icon={demo.isPlaying ? 'pause' : 'play'}
            label={text(demo.isPlaying ? 'components.pause' : 'firstRun.demoPlay')}
            onPress={demo.play}
          />
        ) : (
          isAbsent && <Button icon="song" label={text('settings.demoCreate')} onPress={demo.create} />
        )
      }
      hint={text(
        demo.state === 'ready'
          ? 'settings.demoReady'
          : demo.state === 'failed'
            ? 'firstRun.demoFailed'
            : 'settings.demoText',
      )}
      title={text('settings.demo')}
    >
      {demo.state === 'rendering' && (
        <View style={styles.demo}>
          <AppText isTabular tone="muted">
            {text('settings.demoRendering', { percent: format.percent(demo.progress) })}
          </AppText>
          <ProgressBar
            height={6}
            label={text('firstRun.demoRendering')}
            value={demo.progress}
            valueText={format.percent(demo.progress)}
          />
        </View>
      )}
    </SettingCard>
  );
}
