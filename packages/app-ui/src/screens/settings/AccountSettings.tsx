import { notify, selectUser, signOut } from '@jetstream/app-core';
import {
  useAppDispatch,
  useAppSelector,
  useDeleteDeviceMutation,
  useListDevicesQuery,
} from '@jetstream/app-core/hooks';
import type { Device } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Badge } from '#components/Badge.tsx';
import { Button } from '#components/Button.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useNow } from '../use-now.ts';
import { roleNames } from './role-names.ts';
import { SettingCard } from './SettingCard.tsx';

const useStyles = createStyles(({ colors, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: space.md,
    minHeight: scaled(56),
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.sm,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: '12rem', minWidth: 0 },
}));

export function IdentitySetting() {
  const text = useText();
  const dispatch = useAppDispatch();
  const user = useAppSelector(selectUser);
  if (!user) return null;
  return (
    <SettingCard
      control={<Button icon="sign-out" label={text('settings.signOut')} onPress={() => void dispatch(signOut())} />}
      hint={text('settings.roleText', { role: text(roleNames[user.role]) })}
      title={text('settings.signedInAs', { name: user.name })}
    />
  );
}

export function DevicesSetting() {
  const text = useText();
  const devices = useListDevicesQuery();
  return (
    <SettingCard hint={text('settings.devicesText')} title={text('settings.devices')}>
      <View aria-label={text('settings.devices')} role="list">
        {devices.data?.items.map((device) => (
          <DeviceRow device={device} key={device.id} />
        ))}
      </View>
      {devices.isLoading && <SkeletonRows count={2} />}
      {devices.error && !devices.data && <ProblemState failure={devices.error} isCompact onRetry={devices.refetch} />}
    </SettingCard>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const now = useNow(60_000);
  const [deleteDevice, deletion] = useDeleteDeviceMutation();
  const { deviceName, isCurrent } = device;
  const end = () =>
    void deleteDevice({ params: { deviceId: device.id } }).then(({ error }) => {
      if (!error)
        dispatch(notify({ kind: 'info', textKey: 'settings.deviceSignedOut', params: { device: deviceName } }));
    });
  return (
    <View role="listitem" style={styles.row}>
      <View style={styles.words}>
        <AppText lines={1} weight="medium">
          {deviceName}
        </AppText>
        <AppText size={12} tone="muted">
          {text('settings.deviceLastUsed', { time: format.ago(device.lastUsedAt, now) })}
        </AppText>
      </View>
      {isCurrent ? (
        <Badge kind="accent" label={text('settings.deviceThis')} />
      ) : (
        <Button
          accessibleName={text('settings.deviceSignOut', { device: deviceName })}
          isBusy={deletion.isLoading}
          kind="quiet"
          label={text('settings.signOut')}
          onPress={end}
          size="small"
        />
      )}
    </View>
  );
}
