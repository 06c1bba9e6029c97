import { notify, selectUser } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, useDeleteUserMutation, useListUsersQuery } from '@jetstream/app-core/hooks';
import type { User } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Badge } from '#components/Badge.tsx';
import { Button } from '#components/Button.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useNow } from '../use-now.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { roleNames } from './role-names.ts';
import { SettingCard } from './SettingCard.tsx';
import { UserDialog } from './UserDialog.tsx';

const useStyles = createStyles(({ colors, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(60),
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.sm,
  },
  words: { flexGrow: 1, flexShrink: 1, minWidth: 0 },
  name: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.sm },
}));

type OpenDialog = { kind: 'add' } | { kind: 'edit' | 'delete'; user: User };

export function UsersSetting() {
  const text = useText();
  const users = useListUsersQuery();
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const close = () => setOpen(null);
  return (
    <SettingCard
      control={<Button icon="plus" label={text('settings.addUser')} onPress={() => setOpen({ kind: 'add' })} />}
      hint={text('settings.usersText')}
      title={text('settings.usersTitle')}
    >
      <View aria-label={text('settings.users')} role="list">
        {users.data?.items.map((user) => (
          <UserRow key={user.id} onOpen={setOpen} user={user} />
        ))}
      </View>
      {users.isLoading && <SkeletonRows count={2} />}
      {users.error && !users.data && <ProblemState failure={users.error} isCompact onRetry={users.refetch} />}
      {open?.kind === 'add' && <UserDialog onClose={close} user={null} />}
      {open?.kind === 'edit' && <UserDialog onClose={close} user={open.user} />}
      {open?.kind === 'delete' && <DeleteUserDialog onClose={close} user={open.user} />}
    </SettingCard>
  );
}

function UserRow({ user, onOpen }: { user: User; onOpen: (dialog: OpenDialog) => void }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const isMe = useAppSelector(selectUser)?.id === user.id;
  const { name, lastSeenAt } = user;
  return (
    <View role="listitem" style={styles.row}>
      <View style={styles.words}>
        <View style={styles.name}>
          <AppText lines={1} weight="medium">
            {name}
          </AppText>
          <Badge label={text(roleNames[user.role])} />
          {isMe && <Badge kind="accent" label={text('settings.userYou')} />}
        </View>
        <AppText size={12} tone="muted">
          {lastSeenAt
            ? text('settings.userLastSeen', { time: format.ago(lastSeenAt, now) })
            : text('settings.userNeverSeen')}
        </AppText>
      </View>
      <IconButton
        icon="edit"
        label={text('settings.editUser', { name })}
        onPress={() => onOpen({ kind: 'edit', user })}
      />
      {!isMe && (
        <IconButton
          icon="trash"
          label={text('settings.deleteUser', { name })}
          onPress={() => onOpen({ kind: 'delete', user })}
        />
      )}
    </View>
  );
}

function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const [deleteUser, { isLoading }] = useDeleteUserMutation();
  const { name } = user;
  const remove = () =>
    void deleteUser({ params: { userId: user.id } }).then(({ error }) => {
      onClose();
      if (error) dispatch(notify({ kind: 'error', textKey: 'settings.lastAdministrator' }));
      else dispatch(notify({ kind: 'info', textKey: 'settings.userDeleted', params: { name } }));
    });
  return (
    <ConfirmDialog
      confirmLabel={text('settings.delete')}
      isBusy={isLoading}
      message={text('settings.deleteUserText', { name })}
      onClose={onClose}
      onConfirm={remove}
      title={text('settings.deleteUserTitle', { name })}
    />
  );
}
