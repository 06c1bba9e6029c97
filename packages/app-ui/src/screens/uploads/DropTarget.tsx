import { selectIsUploadDragged } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  cover: {
    position: 'fixed',
    inset: 0,
    zIndex: 1000,
    alignItems: 'center',
    justifyContent: 'center',
    gap: space.lg,
    backgroundColor: colors.scrim,
    pointerEvents: 'none',
  },
  card: {
    alignItems: 'center',
    gap: space.md,
    padding: space.vast,
    borderRadius: radius.sheet,
    backgroundColor: colors.raised,
  },
}));

/** Lies over everything while files are dragged over the window. */
export function DropTarget() {
  const styles = useStyles();
  const text = useText();
  const isDragged = useAppSelector(selectIsUploadDragged);
  if (!isDragged) return null;
  return (
    <View aria-live="assertive" role="status" style={styles.cover}>
      <View style={styles.card}>
        <Icon name="upload" size={32} />
        <AppText size={20} weight="bold">
          {text('uploads.dropHere')}
        </AppText>
      </View>
    </View>
  );
}
