import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { isAcceptable, passwordStrength, type PasswordStrength } from './password-strength.ts';

export interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit: () => void;
  /** A password made of the user's own name is weak. */
  userName: string;
  /** The form was sent: what is missing is now a fault. */
  isChecked: boolean;
  /** What the server said. */
  fault?: string | undefined;
}

const words = {
  empty: 'firstRun.passwordHint',
  'too-short': 'firstRun.strengthTooShort',
  'too-long': 'firstRun.strengthTooLong',
  weak: 'firstRun.strengthWeak',
  fair: 'firstRun.strengthFair',
  strong: 'firstRun.strengthStrong',
} as const;
const barsOf: Record<PasswordStrength, number> = {
  empty: 0,
  'too-short': 0,
  'too-long': 0,
  weak: 1,
  fair: 2,
  strong: 3,
};

const useStyles = createStyles(({ colors, radius, space }) => ({
  frame: { gap: space.sm },
  meter: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
  bar: { height: 3, flexGrow: 1, borderRadius: radius.full, backgroundColor: colors.tint },
  weak: { backgroundColor: colors.danger },
  fair: { backgroundColor: colors.muted },
  strong: { backgroundColor: colors.success },
}));

/** A new password, with its strength in words; the three bars only repeat them. */
export function PasswordField({ label, value, onChange, onSubmit, userName, isChecked, fault }: PasswordFieldProps) {
  const styles = useStyles();
  const text = useText();
  const strength = passwordStrength(value, userName);
  const isWanting = isChecked && !isAcceptable(strength);
  const error =
    fault ?? (isWanting ? text(strength === 'empty' ? 'firstRun.strengthTooShort' : words[strength]) : undefined);
  const filled = barsOf[strength];
  const tone = filled === 3 ? styles.strong : filled === 2 ? styles.fair : styles.weak;
  return (
    <View style={styles.frame}>
      <TextField
        autoComplete="new-password"
        error={error}
        hint={text('firstRun.passwordHint')}
        isRequired
        kind="password"
        label={label}
        onChange={onChange}
        onSubmit={onSubmit}
        value={value}
      />
      {strength !== 'empty' && !isWanting && (
        <View>
          <View aria-hidden style={styles.meter}>
            {[1, 2, 3].map((bar) => (
              <View key={bar} style={[styles.bar, bar <= filled && tone]} />
            ))}
          </View>
          <AppText aria-live="polite" size={12} tone="muted">
            {text(words[strength])}
          </AppText>
        </View>
      )}
    </View>
  );
}
