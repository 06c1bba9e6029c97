import { setRating } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { Rating } from '#components/Rating.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import type { RatedItem } from './item-dialogs.ts';

const useStyles = createStyles(({ space }) => ({
  body: { alignItems: 'center', gap: space.lg, paddingVertical: space.md },
}));

export function RatingDialog({ item, onClose }: { item: RatedItem; onClose: () => void }) {
  const text = useText();
  const styles = useStyles();
  const dispatch = useAppDispatch();
  const annotation = useAnnotation(item.kind, item);
  const rate = (rating: number) => void dispatch(setRating({ kind: item.kind, id: item.id, rating, annotation }));
  return (
    <Dialog
      actions={<Button kind="primary" label={text('components.close')} onPress={onClose} />}
      onClose={onClose}
      title={text('menus.rateItem', { title: item.title })}
    >
      <View style={styles.body}>
        <Rating isAutoFocus onChange={rate} size={32} value={annotation.rating} />
        <AppText aria-live="polite" tone="muted">
          {text('menus.rateStars', { count: annotation.rating })}
        </AppText>
      </View>
    </Dialog>
  );
}
