import { View } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { AppText } from './AppText.tsx';
import { Button, type ButtonProps } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What to do so that something appears here. */
  hint?: string;
  action?: Pick<ButtonProps, 'label' | 'onPress' | 'icon'>;
  isCompact?: boolean;
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  frame: {
    alignItems: 'center',
    alignSelf: 'center',
    gap: space.md,
    paddingVertical: space.vast,
    paddingHorizontal: space.xl,
    maxWidth: '28rem',
  },
  compact: { paddingVertical: space.xxl },
  icon: {
    width: '4rem',
    height: '4rem',
    borderRadius: radius.full,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: colors.tint,
    marginBottom: space.xs,
  },
  action: { marginTop: space.sm },
}));

export function EmptyState({ icon, title, hint, action, isCompact = false }: EmptyStateProps) {
  const styles = useStyles();
  const { colors } = useTheme();
  return (
    <View style={[styles.frame, isCompact && styles.compact]}>
      <View style={styles.icon}>
        <Icon color={colors.muted} name={icon} size={28} />
      </View>
      <AppText align="center" level={2} size={20} weight="bold">
        {title}
      </AppText>
      {hint && (
        <AppText align="center" size={14} tone="muted">
          {hint}
        </AppText>
      )}
      {action && (
        <View style={styles.action}>
          <Button {...action} kind="primary" />
        </View>
      )}
    </View>
  );
}
