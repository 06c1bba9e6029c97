import { bootSession, setUp, type ErrorInfo } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '#components/Button.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { FormNote } from '../entry/FormNote.tsx';
import { useFieldFaults } from '../problems/field-faults.ts';
import { useProblemText } from '../problems/problem-text.ts';
import { PasswordField } from './PasswordField.tsx';
import { isAcceptable, passwordStrength } from './password-strength.ts';

const useStyles = createStyles(({ space }) => ({ form: { gap: space.xl } }));

/** Who you are: the account that runs the server. */
export function AccountStep() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const form = useAccountForm();
  return (
    <View aria-label={text('firstRun.stepAccount')} role="form" style={styles.form}>
      <FormNote message={form.note} />
      {form.isTaken && <Button label={text('firstRun.goToSignIn')} onPress={() => void dispatch(bootSession())} />}
      <TextField
        autoComplete="username"
        error={form.nameError}
        hint={text('firstRun.nameHint')}
        isAutoFocus
        isRequired
        label={text('firstRun.name')}
        maxLength={64}
        onChange={form.setName}
        onSubmit={form.submit}
        value={form.name}
      />
      <PasswordField
        fault={form.passwordFault}
        isChecked={form.wasSubmitted}
        label={text('firstRun.password')}
        onChange={form.setPassword}
        onSubmit={form.submit}
        userName={form.name}
        value={form.password}
      />
      <Button
        isBusy={form.isBusy}
        isFullWidth
        kind="primary"
        label={text(form.isBusy ? 'firstRun.creating' : 'firstRun.createAccount')}
        onPress={form.submit}
        size="large"
      />
    </View>
  );
}

function useAccountForm() {
  const text = useText();
  const problemText = useProblemText();
  const dispatch = useAppDispatch();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<ErrorInfo | null>(null);
  const faults = useFieldFaults(problem);
  const isNameMissing = name.trim() === '';
  const submit = () => {
    setWasSubmitted(true);
    if (isBusy || isNameMissing || !isAcceptable(passwordStrength(password, name))) return;
    setIsBusy(true);
    void dispatch(setUp({ name: name.trim(), password })).then((error) => {
      setIsBusy(false);
      setProblem(error);
    });
  };
  const isTaken = problem?.code === 'setup-done';
  const otherNote = problem && problem.fields.length === 0 ? problemText(problem) : null;
  return {
    name,
    setName,
    password,
    setPassword,
    wasSubmitted,
    isBusy,
    submit,
    isTaken,
    note: isTaken ? text('firstRun.alreadySetUp') : otherNote,
    nameError: wasSubmitted && isNameMissing ? text('firstRun.nameNeeded') : faults['name'],
    passwordFault: faults['password'],
  };
}
