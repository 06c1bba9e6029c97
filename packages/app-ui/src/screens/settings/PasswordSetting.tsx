import { notify, selectUser } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, useChangePasswordMutation } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '#components/Button.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { FormNote } from '../entry/FormNote.tsx';
import { PasswordField } from '../first-run/PasswordField.tsx';
import { isAcceptable, passwordStrength } from '../first-run/password-strength.ts';
import { useFieldFaults } from '../problems/field-faults.ts';
import { toProblem, useProblemText } from '../problems/problem-text.ts';
import { SettingCard } from './SettingCard.tsx';

const useStyles = createStyles(({ space }) => ({
  form: { gap: space.lg, maxWidth: '26rem' },
  submit: { alignItems: 'flex-start' },
}));

export function PasswordSetting() {
  const styles = useStyles();
  const text = useText();
  const problemText = useProblemText();
  const dispatch = useAppDispatch();
  const userName = useAppSelector(selectUser)?.name ?? '';
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [changePassword, { error, isLoading }] = useChangePasswordMutation();
  const problem = error ? toProblem(error) : null;
  const faults = useFieldFaults(problem);
  const isWrong = problem?.code === 'credentials-wrong';
  const submit = () => {
    setWasSubmitted(true);
    if (isLoading || current === '' || !isAcceptable(passwordStrength(next, userName))) return;
    void changePassword({ body: { currentPassword: current, newPassword: next } }).then((answer) => {
      if (answer.error) return;
      setCurrent('');
      setNext('');
      setWasSubmitted(false);
      dispatch(notify({ kind: 'info', textKey: 'settings.passwordChanged' }));
    });
  };
  const isMissing = wasSubmitted && current === '';
  const currentError = isMissing
    ? text('signIn.passwordNeeded')
    : isWrong
      ? problemText(problem)
      : faults['currentPassword'];
  return (
    <SettingCard hint={text('settings.changePasswordText')} title={text('settings.changePassword')}>
      <View aria-label={text('settings.changePassword')} role="form" style={styles.form}>
        <FormNote message={problem && !isWrong && problem.fields.length === 0 ? problemText(problem) : null} />
        <TextField
          autoComplete="current-password"
          error={currentError}
          kind="password"
          label={text('settings.currentPassword')}
          onChange={setCurrent}
          onSubmit={submit}
          value={current}
        />
        <PasswordField
          fault={faults['newPassword']}
          isChecked={wasSubmitted}
          label={text('settings.newPassword')}
          onChange={setNext}
          onSubmit={submit}
          userName={userName}
          value={next}
        />
        <View style={styles.submit}>
          <Button isBusy={isLoading} label={text('settings.changePassword')} onPress={submit} />
        </View>
      </View>
    </SettingCard>
  );
}
