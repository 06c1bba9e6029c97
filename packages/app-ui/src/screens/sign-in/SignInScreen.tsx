import { signIn } from '@jetstream/app-core';
import { useApp, useAppDispatch } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { EntryFrame } from '../entry/EntryFrame.tsx';
import { FormNote } from '../entry/FormNote.tsx';
import { useProblemText, type QueryFailure } from '../problems/problem-text.ts';
import { toSignInProblem, type SignInProblem } from './sign-in-problem.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

const useStyles = createStyles(({ space }) => ({ form: { gap: space.lg } }));

export function SignInScreen() {
  const styles = useStyles();
  const text = useText();
  const form = useSignInForm();
  return (
    <EntryFrame documentTitle={text('signIn.title')} title={text('signIn.welcome')}>
      <View aria-label={text('signIn.title')} role="form" style={styles.form}>
        <FormNote message={form.message} />
        <TextField
          autoComplete="username"
          error={form.missing.name ? text('signIn.nameNeeded') : undefined}
          isAutoFocus
          isRequired
          label={text('signIn.name')}
          onChange={form.setName}
          onSubmit={form.submit}
          value={form.name}
        />
        <TextField
          autoComplete="current-password"
          error={form.missing.password ? text('signIn.passwordNeeded') : undefined}
          isRequired
          kind="password"
          label={text('signIn.password')}
          onChange={form.setPassword}
          onSubmit={form.submit}
          value={form.password}
        />
        <Button
          isBusy={form.isBusy}
          isDisabled={form.isWaiting}
          isFullWidth
          kind="primary"
          label={text(form.isBusy ? 'signIn.submitting' : 'signIn.submit')}
          onPress={form.submit}
          size="large"
        />
      </View>
      <AppText align="center" size={12} tone="muted">
        {text('signIn.forgotten')}
      </AppText>
    </EntryFrame>
  );
}

function useSignInForm() {
  const dispatch = useAppDispatch();
  const { environment } = useApp();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const waitSeconds = useSecondsUntil(problem?.kind === 'throttled' ? problem.untilMs : null);
  const isWaiting = waitSeconds > 0;
  const submit = () => {
    setWasSubmitted(true);
    if (isBusy || isWaiting || name.trim() === '' || password === '') return;
    setIsBusy(true);
    void dispatch(signIn({ name: name.trim(), password })).then((error) => {
      setIsBusy(false);
      setProblem(error && toSignInProblem(error, environment.nowMs()));
    });
  };
  const missing = { name: wasSubmitted && name.trim() === '', password: wasSubmitted && password === '' };
  const message = useMessage(problem, waitSeconds);
  return { name, setName, password, setPassword, isBusy, isWaiting, submit, missing, message };
}

function useMessage(problem: SignInProblem | null, waitSeconds: number): string | null {
  const text = useText();
  const problemText = useProblemText();
  if (problem === null) return null;
  if (problem.kind === 'wrong') return text('signIn.wrong');
  if (problem.kind === 'unreachable') return text('signIn.unreachable');
  if (problem.kind === 'other') return problemText(problem.failure satisfies QueryFailure);
  return waitSeconds > 0 ? text('signIn.throttled', { count: waitSeconds }) : text('signIn.throttledOver');
}
