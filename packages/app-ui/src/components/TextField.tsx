import { TextInput, View } from 'react-native';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { AppText } from './AppText.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import type { IconName } from './icon-paths.ts';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  kind?: 'text' | 'password' | 'search' | 'url';
  hint?: string;
  /** What is wrong and how to mend it; announced and tied to the field. */
  error?: string | undefined;
  placeholder?: string;
  icon?: IconName;
  autoComplete?: string;
  isAutoFocus?: boolean;
  isDisabled?: boolean;
  isRequired?: boolean;
  isMultiline?: boolean;
  /** The label stays for screen readers only, where the place explains itself (search). */
  isLabelHidden?: boolean;
  maxLength?: number;
  trailing?: ReactNode;
  id?: string;
  onKeyDown?: (event: React.KeyboardEvent<HTMLElement>) => void;
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  frame: { gap: space.xs + 2 },
  box: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.sm,
    minHeight: scaled(44),
    paddingStart: space.md,
    paddingEnd: space.xs,
    borderRadius: radius.card,
    borderWidth: 1,
    borderColor: colors.hairline,
    backgroundColor: colors.tint,
    transitionProperty: 'border-color, background-color',
    transitionDuration: `${motion.feedbackMs}ms`,
  },
  search: { borderRadius: radius.full, paddingStart: space.lg },
  faulty: { borderColor: colors.danger },
  input: {
    flexGrow: 1,
    flexShrink: 1,
    minWidth: 0,
    width: '100%',
    minHeight: scaled(42),
    paddingVertical: space.sm,
    color: colors.text,
    fontFamily: 'inherit',
    fontSize: scaled(16),
    outlineStyle: 'none',
    outlineWidth: 0,
  },
  multiline: { minHeight: scaled(96) },
}));

const inputModes = { text: 'text', password: 'text', search: 'search', url: 'url' } as const;

/** Tied to its label, and to the hint or the error under it. */
function naming(props: TextFieldProps, id: string) {
  const hasNote = Boolean(props.error ?? props.hint);
  return {
    'aria-describedby': hasNote ? `${id}-note` : undefined,
    'aria-invalid': props.error ? true : undefined,
    'aria-label': props.isLabelHidden ? props.label : undefined,
    'aria-labelledby': props.isLabelHidden ? undefined : `${id}-label`,
    'aria-required': props.isRequired,
  };
}

/** What the system's keyboard offers. */
function typing({ kind = 'text', autoComplete = 'off' }: TextFieldProps) {
  const isProse = kind === 'text';
  return {
    autoCapitalize: isProse ? ('sentences' as const) : ('none' as const),
    autoComplete,
    autoCorrect: isProse,
    enterKeyHint: kind === 'search' ? ('search' as const) : ('done' as const),
    inputMode: inputModes[kind],
    spellCheck: false,
  };
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, kind = 'text', isAutoFocus = false } = props;
  const styles = useStyles();
  const { colors } = useTheme();
  const ownId = useId();
  const id = props.id ?? ownId;
  const input = useRef<HTMLInputElement>(null);
  const [isRevealed, setIsRevealed] = useState(false);
  const icon = props.icon ?? (kind === 'search' ? 'search' : undefined);
  useEffect(() => {
    if (isAutoFocus) input.current?.focus();
  }, [isAutoFocus]);
  const clear = () => {
    onChange('');
    input.current?.focus();
  };
  return (
    <View style={styles.frame}>
      {!props.isLabelHidden && (
        <AppText id={`${id}-label`} weight="medium">
          {label}
        </AppText>
      )}
      <View
        dataSet={{ field: '' }}
        style={[styles.box, kind === 'search' && styles.search, props.error ? styles.faulty : false]}
      >
        {icon && <Icon color={colors.muted} name={icon} />}
        <TextInput
          {...naming(props, id)}
          {...typing(props)}
          editable={!props.isDisabled}
          id={id}
          maxLength={props.maxLength}
          multiline={props.isMultiline ?? false}
          onChangeText={onChange}
          onKeyPress={props.onKeyDown}
          onSubmitEditing={props.onSubmit}
          placeholder={props.placeholder}
          placeholderTextColor={colors.muted}
          ref={input}
          secureTextEntry={kind === 'password' && !isRevealed}
          style={[styles.input, props.isMultiline && styles.multiline]}
          value={value}
        />
        {kind === 'search' && value !== '' && <ClearButton onPress={clear} />}
        {kind === 'password' && <RevealButton isRevealed={isRevealed} onPress={() => setIsRevealed(!isRevealed)} />}
        {props.trailing}
      </View>
      <FieldNote error={props.error} hint={props.hint} id={`${id}-note`} />
    </View>
  );
}

function ClearButton({ onPress }: { onPress: () => void }) {
  const text = useText();
  return <IconButton icon="close" iconSize={16} label={text('components.clear')} onPress={onPress} size={32} />;
}

function RevealButton({ isRevealed, onPress }: { isRevealed: boolean; onPress: () => void }) {
  const text = useText();
  const label = text(isRevealed ? 'components.hidePassword' : 'components.showPassword');
  return <IconButton icon={isRevealed ? 'eye-off' : 'eye'} label={label} onPress={onPress} />;
}

function FieldNote({ error, hint, id }: { error: string | undefined; hint: string | undefined; id: string }) {
  const note = error ?? hint;
  if (!note) return null;
  return (
    <AppText aria-live={error ? 'polite' : 'off'} id={id} size={12} tone={error ? 'danger' : 'muted'}>
      {note}
    </AppText>
  );
}
