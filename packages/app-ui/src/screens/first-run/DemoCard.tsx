import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useDemoAlbum } from '../scan/use-demo-album.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  card: {
    gap: space.md,
    padding: space.lg,
    borderRadius: radius.sheet,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
    alignItems: 'flex-start',
  },
  progress: { width: '100%', gap: space.sm },
}));

/** Music for those who have none at hand: composed here, while they watch. */
export function DemoCard({ onStarted }: { onStarted?: () => void }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const demo = useDemoAlbum();
  const start = () => {
    demo.create();
    onStarted?.();
  };
  const isWorking = demo.state === 'rendering' || (demo.state === 'ready' && !demo.play);
  return (
    <View style={styles.card}>
      <AppText level={2} size={16} weight="bold">
        {text(isWorking ? 'firstRun.demoRendering' : demo.play ? 'firstRun.demoReady' : 'firstRun.demoTitle')}
      </AppText>
      {!demo.play && (
        <AppText aria-live="polite" tone={demo.state === 'failed' ? 'danger' : 'muted'}>
          {text(demo.state === 'failed' ? 'firstRun.demoFailed' : 'firstRun.demoText')}
        </AppText>
      )}
      {isWorking && (
        <View style={styles.progress}>
          <ProgressBar
            height={6}
            label={text('firstRun.demoRendering')}
            value={demo.state === 'ready' ? 1 : demo.progress}
            valueText={format.percent(demo.progress)}
          />
        </View>
      )}
      {demo.play && (
        <Button
          icon={demo.isPlaying ? 'pause' : 'play'}
          kind="primary"
          label={text(demo.isPlaying ? 'components.pause' : 'firstRun.demoPlay')}
          onPress={demo.play}
        />
      )}
      {(demo.state === 'absent' || demo.state === 'failed') && (
        <Button icon="song" label={text('firstRun.demoStart')} onPress={start} />
      )}
    </View>
  );
}
