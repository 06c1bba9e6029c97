import { View } from 'react-native';
import { useEffect, useState } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { AppText } from './AppText.tsx';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';

export interface Toast {
  id: string;
  message: string;
  kind?: 'neutral' | 'danger' | 'success';
  action?: { label: string; onPress: () => void };
}
export interface ToastsProps {
  toasts: readonly Toast[];
  onDismiss: (id: string) => void;
}

/** Long enough to read and to reach the action (WCAG 2.2.1 asks for more where it is the only way: it never is). */
const shownMs = 6000;
const shownWithActionMs = 10_000;

const useStyles = createStyles(({ colors, radius, space }) => ({
  stack: { gap: space.sm, alignItems: 'center', width: '100%' },
  toast: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: '3rem',
    maxWidth: 'min(32rem, 100%)',
    paddingStart: space.lg,
    paddingEnd: space.xs,
    paddingVertical: space.xs,
    borderRadius: radius.card,
    backgroundColor: colors.raised,
    borderWidth: 1,
    borderColor: colors.hairline,
    boxShadow: '0 8px 32px #00000052',
  },
  message: { flexShrink: 1, flexGrow: 1 },
}));

function ToastView({ toast, onDismiss }: { toast: Toast; onDismiss: (id: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  const [isHeld, setIsHeld] = useState(false);
  const { id, kind = 'neutral', action } = toast;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onDismiss(id), action ? shownWithActionMs : shownMs);
    return () => clearTimeout(timer);
  }, [id, action, isHeld, onDismiss]);
  return (
    <View
      dataSet={{ toast: '' }}
      onBlur={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      style={styles.toast}
    >
      {kind !== 'neutral' && <Icon color={colors[kind]} name={kind === 'danger' ? 'warning' : 'check'} />}
      <View style={styles.message}>
        <AppText lines={3}>{toast.message}</AppText>
      </View>
      {action && (
        <Button
          kind="quiet"
          label={action.label}
          onPress={() => {
            action.onPress();
            onDismiss(id);
          }}
          size="small"
        />
      )}
      <IconButton icon="close" iconSize={16} label={text('components.close')} onPress={() => onDismiss(id)} size={32} />
    </View>
  );
}

/** Said politely by screen readers; stays while the pointer or the focus is on it. */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const styles = useStyles();
  return (
    <View aria-live="polite" role="status" style={styles.stack}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} onDismiss={onDismiss} toast={toast} />
      ))}
    </View>
  );
}
