import { notify, type ErrorInfo } from '@jetstream/app-core';
import { useAppDispatch, useCreateUserMutation, useUpdateUserMutation } from '@jetstream/app-core/hooks';
import type { Role, User } from '@jetstream/api-contract';
import { useState } from 'react';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { Select } from '#components/Select.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { FormNote } from '../entry/FormNote.tsx';
import { PasswordField } from '../first-run/PasswordField.tsx';
import { isAcceptable, passwordStrength } from '../first-run/password-strength.ts';
import { useFieldFaults } from '../problems/field-faults.ts';
import { toProblem, useProblemText } from '../problems/problem-text.ts';
import { roleHints, roleNames, roles } from './role-names.ts';

export interface UserDialogProps {
  /** Null to add someone. */
  user: User | null;
  onClose: () => void;
}

export function UserDialog({ user, onClose }: UserDialogProps) {
  const text = useText();
  const form = useUserForm(user, onClose);
  return (
    <Dialog
      actions={
        <>
          <Button kind="quiet" label={text('components.cancel')} onPress={onClose} />
          <Button
            isBusy={form.isBusy}
            kind="primary"
            label={text(user ? 'settings.save' : 'settings.add')}
            onPress={form.submit}
          />
        </>
      }
      onClose={onClose}
      title={user ? text('settings.editUserTitle', { name: user.name }) : text('settings.addUserTitle')}
    >
      <FormNote message={form.note} />
      <TextField
        error={form.nameError}
        isAutoFocus={!user}
        isRequired
        label={text('settings.userName')}
        maxLength={64}
        onChange={form.setName}
        onSubmit={form.submit}
        value={form.name}
      />
      <PasswordField
        fault={form.faults['password']}
        isChecked={form.isPasswordChecked}
        label={text(user ? 'settings.newPasswordOptional' : 'settings.userPassword')}
        onChange={form.setPassword}
        onSubmit={form.submit}
        userName={form.name}
        value={form.password}
      />
      <Select
        label={text('settings.userRole')}
        onChange={form.setRole}
        options={roles.map((value) => ({ value, label: text(roleNames[value]) }))}
        value={form.role}
      />
      <AppText size={12} tone="muted">
        {text(roleHints[form.role])}
      </AppText>
    </Dialog>
  );
}

function useUserForm(user: User | null, onDone: () => void) {
  const dispatch = useAppDispatch();
  const [name, setName] = useState(user?.name ?? '');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>(user?.role ?? 'listener');
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const { save, isBusy, problem } = useSaveUser(user);
  const isNameMissing = name.trim() === '';
  const needsPassword = user === null || password !== '';
  const submit = () => {
    setWasSubmitted(true);
    const isWanting = needsPassword && !isAcceptable(passwordStrength(password, name));
    if (isNameMissing || isWanting || isBusy) return;
    void save({ name: name.trim(), password, role }).then((isSaved) => {
      if (!isSaved) return;
      const textKey = user ? 'settings.userSaved' : 'settings.userAdded';
      dispatch(notify({ kind: 'info', textKey, params: { name: name.trim() } }));
      onDone();
    });
  };
  return {
    name,
    setName,
    password,
    setPassword,
    role,
    setRole,
    submit,
    isBusy,
    isPasswordChecked: wasSubmitted && needsPassword,
    ...useUserFaults(problem, wasSubmitted && isNameMissing),
  };
}

function useSaveUser(user: User | null) {
  const [createUser, creating] = useCreateUserMutation();
  const [updateUser, updating] = useUpdateUserMutation();
  const error = creating.error ?? updating.error;
  const save = async (entry: { name: string; password: string; role: Role }): Promise<boolean> => {
    const { name, password, role } = entry;
    const answer =
      user === null
        ? await createUser({ body: entry })
        : await updateUser({ params: { userId: user.id }, body: { name, role, ...(password ? { password } : {}) } });
    return !answer.error;
  };
  return { save, isBusy: creating.isLoading || updating.isLoading, problem: error ? toProblem(error) : null };
}

/** What is wrong, beside the input that it is about where there is one. */
function useUserFaults(problem: ErrorInfo | null, isNameMissing: boolean) {
  const text = useText();
  const problemText = useProblemText();
  const faults = useFieldFaults(problem);
  const isTaken = problem?.code === 'conflict';
  const noteOf = (failure: ErrorInfo): string | null => {
    if (failure.code === 'not-editable') return text('settings.lastAdministrator');
    return isTaken || failure.fields.length > 0 ? null : problemText(failure);
  };
  const takenOrFault = isTaken ? text('problems.nameTaken') : faults['name'];
  return {
    faults,
    nameError: isNameMissing ? text('firstRun.nameNeeded') : takenOrFault,
    note: problem && noteOf(problem),
  };
}
