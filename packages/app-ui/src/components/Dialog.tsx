import { View } from 'react-native';
import type { ReactNode } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { AppText } from './AppText.tsx';
import { IconButton } from './IconButton.tsx';
import { Overlay } from './Overlay.tsx';

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the bottom, the primary one last. */
  actions?: ReactNode;
  size?: 'small' | 'medium' | 'large';
}

const useStyles = createStyles(({ radius, space }) => ({
  small: { width: 'min(26rem, calc(100vw - 2rem))' },
  medium: { width: 'min(36rem, calc(100vw - 2rem))' },
  large: { width: 'min(52rem, calc(100vw - 2rem))' },
  sheet: { width: '100%' },
  head: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    paddingStart: space.xl,
    paddingEnd: space.md,
    paddingTop: space.lg,
  },
  title: { flexGrow: 1, flexShrink: 1 },
  body: { paddingHorizontal: space.xl, paddingVertical: space.lg, gap: space.lg, overflowY: 'auto', flexShrink: 1 },
  actions: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: space.sm,
    paddingHorizontal: space.xl,
    paddingBottom: space.xl,
  },
  frame: { borderRadius: radius.sheet, display: 'flex', flexDirection: 'column' },
}));

/** A window in the middle on large screens, a sheet from the bottom on phones. */
export function Dialog({ title, onClose, children, actions, size = 'small' }: DialogProps) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  return (
    <Overlay
      kind={isPhone ? 'sheet' : 'dialog'}
      label={title}
      onClose={onClose}
      style={[styles.frame, isPhone ? styles.sheet : styles[size]]}
    >
      <View style={styles.head}>
        <View style={styles.title}>
          <AppText level={2} lines={2} size={20} weight="bold">
            {title}
          </AppText>
        </View>
        <IconButton icon="close" label={text('components.close')} onPress={onClose} />
      </View>
      <View style={styles.body}>{children}</View>
      {actions && <View style={styles.actions}>{actions}</View>}
    </Overlay>
  );
}
