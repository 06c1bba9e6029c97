import { View } from 'react-native';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { AppText } from './AppText.tsx';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

export interface ErrorStateProps {
  /** What happened. */
  title: string;
  /** What can be done. */
  hint?: string;
  onRetry?: () => void;
  retryLabel?: string;
  isRetrying?: boolean;
  /** Helps whoever reads the server's log. */
  requestId?: string;
  isCompact?: boolean;
}

const useStyles = createStyles(({ space }) => ({
  frame: {
    alignItems: 'center',
    alignSelf: 'center',
    gap: space.md,
    paddingVertical: space.vast,
    paddingHorizontal: space.xl,
    maxWidth: '28rem',
  },
  compact: { paddingVertical: space.xl },
}));

export function ErrorState({
  title,
  hint,
  onRetry,
  retryLabel,
  isRetrying,
  requestId,
  isCompact = false,
}: ErrorStateProps) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  return (
    <View role="alert" style={[styles.frame, isCompact && styles.compact]}>
      <Icon color={colors.danger} name="warning" size={32} />
      <AppText align="center" level={2} size={20} weight="bold">
        {title}
      </AppText>
      {hint && (
        <AppText align="center" tone="muted">
          {hint}
        </AppText>
      )}
      {onRetry && (
        <Button
          icon="refresh"
          isBusy={isRetrying ?? false}
          label={retryLabel ?? text('components.retry')}
          onPress={onRetry}
        />
      )}
      {requestId && (
        <AppText align="center" isTabular size={12} tone="muted">
          {text('components.requestId', { id: requestId })}
        </AppText>
      )}
    </View>
  );
}
