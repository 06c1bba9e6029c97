import { View } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';

export interface BadgeProps {
  label: string;
  kind?: 'neutral' | 'accent' | 'danger' | 'success';
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  frame: {
    alignSelf: 'flex-start',
    paddingHorizontal: space.sm - 2,
    paddingVertical: 1,
    borderRadius: radius.row,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  accent: { borderColor: colors.accent },
  danger: { borderColor: colors.danger },
  success: { borderColor: colors.success },
  neutral: {},
}));
const tones = { neutral: 'muted', accent: 'accent', danger: 'danger', success: 'success' } as const;

/** A short fact such as the quality of a file: `FLAC 24/96`. */
export function Badge({ label, kind = 'neutral' }: BadgeProps) {
  const styles = useStyles();
  return (
    <View style={[styles.frame, styles[kind]]}>
      <AppText lines={1} size={12} tone={tones[kind]} weight="medium">
        {label}
      </AppText>
    </View>
  );
}
