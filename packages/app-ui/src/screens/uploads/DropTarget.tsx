import { selectIsUploadDragged, selectUser } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import type { IconName } from '#components/icon-paths.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  cover: {
    position: 'fixed',
    inset: 0,
    zIndex: 1000,
    flexDirection: 'row',
    gap: space.xl,
    padding: space.xl,
    backgroundColor: colors.scrim,
  },
  zone: {
    flexGrow: 1,
    flexShrink: 1,
    flexBasis: 0,
    alignItems: 'center',
    justifyContent: 'center',
    gap: space.md,
    padding: space.xl,
    borderRadius: radius.sheet,
    borderWidth: 2,
    borderStyle: 'dashed',
    borderColor: colors.hairline,
    backgroundColor: colors.raised,
  },
  // The words must not take the drop from their zone, nor a hover that flickers.
  words: { alignItems: 'center', gap: space.xs, pointerEvents: 'none' },
}));

interface ZoneProps {
  /** As the platform reads it. */
  dropTo: 'play' | 'upload';
  icon: IconName;
  title: string;
  hint: string;
}

/** Lies over everything while files are dragged over the window: where they are let go says what becomes of them. */
export function DropTarget() {
  const styles = useStyles();
  const text = useText();
  const isDragged = useAppSelector(selectIsUploadDragged);
  const canUpload = useAppSelector(selectUser)?.role !== 'listener';
  if (!isDragged) return null;
  return (
    <View aria-live="assertive" role="status" style={styles.cover}>
      <Zone dropTo="play" hint={text('localFiles.dropToPlayText')} icon="play" title={text('localFiles.dropToPlay')} />
      {canUpload && (
        <Zone
          dropTo="upload"
          hint={text('localFiles.dropToUploadText')}
          icon="upload"
          title={text('localFiles.dropToUpload')}
        />
      )}
    </View>
  );
}

function Zone({ dropTo, icon, title, hint }: ZoneProps) {
  const styles = useStyles();
  return (
    <View dataSet={{ dropTo }} style={styles.zone}>
      <View style={styles.words}>
        <Icon name={icon} size={32} />
        <AppText size={20} weight="bold">
          {title}
        </AppText>
        <AppText align="center" tone="muted">
          {hint}
        </AppText>
      </View>
    </View>
  );
}
