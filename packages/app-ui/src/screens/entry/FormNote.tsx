import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';

const useStyles = createStyles(({ colors, radius, space }) => ({
  note: {
    flexDirection: 'row',
    gap: space.md,
    padding: space.md,
    borderRadius: radius.card,
    borderWidth: 1,
    borderColor: colors.danger,
    alignItems: 'flex-start',
  },
  words: { flexShrink: 1 },
}));

/** What is wrong with a whole form, read out as soon as it appears. */
export function FormNote({ message }: { message: string | null }) {
  const styles = useStyles();
  const { colors } = useTheme();
  return (
    <View role="alert">
      {message && (
        <View style={styles.note}>
          <Icon color={colors.danger} name="warning" />
          <View style={styles.words}>
            <AppText>{message}</AppText>
          </View>
        </View>
      )}
    </View>
  );
}
