import {
  loadOutputDevices,
  revealOutputDevices,
  selectAreOutputsHidden,
  selectCurrentItem,
  selectHasVisualizer,
  selectIsFallingAsleep,
  selectIsSpokenWord,
  selectOutputDeviceId,
  selectOutputDevices,
  selectSleepTimer,
  selectSpeed,
  setOutputDevice,
  setSleepTimer,
  setSpeed,
  speeds,
  toggleVisualizer,
  type SleepTimer,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { useEffect } from 'react';
import { IconButton } from '#components/IconButton.tsx';
import { MenuButton } from '#components/Menu.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { useText } from '#locale/use-text.ts';
import { useNow } from '../use-now.ts';
import { useToolSize } from './use-is-tight.ts';

const sleepMinutes = [5, 15, 30, 45, 60, 90];

/** Speed, sleep timer, output and visualiser of the full player, as buttons side by side. */
export function SoundTools() {
  return (
    <>
      <SpeedButton />
      <SleepButton />
      <OutputButton />
      <VisualizerButton />
    </>
  );
}

function SpeedButton() {
  const text = useText();
  const size = useToolSize();
  const dispatch = useAppDispatch();
  const speed = useAppSelector(selectSpeed);
  const isSpoken = useAppSelector(selectIsSpokenWord);
  const items = (): MenuItem[] =>
    speeds.map((value) => ({
      id: String(value),
      label: text('sound.speedValue', { value }),
      isChecked: value === speed,
      onSelect: () => dispatch(setSpeed(value)),
    }));
  return (
    <MenuButton
      icon="speed"
      isPressed={speed !== 1}
      items={items}
      label={text(isSpoken ? 'sound.speedSpokenIs' : 'sound.speedIs', { value: speed })}
      menuLabel={text(isSpoken ? 'sound.speedSpoken' : 'sound.speedMusic')}
      {...size}
    />
  );
}

function useSleepLabel(timer: SleepTimer | null): string {
  const text = useText();
  const now = useNow(15_000);
  const isFallingAsleep = useAppSelector(selectIsFallingAsleep);
  if (timer === null) return text('sound.sleep');
  if (timer.kind === 'track-end') return text('sound.sleepTrack');
  if (timer.kind === 'album-end') return text('sound.sleepAlbum');
  if (isFallingAsleep) return text('sound.sleepSoon');
  // `now` may be of some seconds ago: rounded up, five minutes would be six.
  return text('sound.sleepIn', { count: Math.max(1, Math.round((timer.endsAtMs - now) / 60_000)) });
}

function SleepButton() {
  const text = useText();
  const size = useToolSize();
  const dispatch = useAppDispatch();
  const timer = useAppSelector(selectSleepTimer);
  const hasAlbum = useAppSelector((state) => (selectCurrentItem(state)?.track.albumId ?? null) !== null);
  const label = useSleepLabel(timer);
  const items = (): MenuItem[] => [
    ...(timer ? [{ id: 'off', label: text('sound.sleepOff'), onSelect: () => dispatch(setSleepTimer(null)) }] : []),
    ...sleepMinutes.map((minutes) => ({
      id: String(minutes),
      label: text('sound.sleepMinutes', { count: minutes }),
      onSelect: () => dispatch(setSleepTimer({ minutes })),
    })),
    {
      id: 'track-end',
      label: text('sound.sleepTrack'),
      isChecked: timer?.kind === 'track-end',
      onSelect: () => dispatch(setSleepTimer('track-end')),
    },
    {
      id: 'album-end',
      label: text('sound.sleepAlbum'),
      isChecked: timer?.kind === 'album-end',
      isDisabled: !hasAlbum,
      onSelect: () => dispatch(setSleepTimer('album-end')),
    },
  ];
  return (
    <MenuButton
      icon="moon"
      isPressed={timer !== null}
      items={items}
      label={label}
      menuLabel={text('sound.sleep')}
      {...size}
    />
  );
}

/** Nothing where the platform does not let the app choose; where it hides the outputs, a way to them. */
function OutputButton() {
  const text = useText();
  const size = useToolSize();
  const dispatch = useAppDispatch();
  const devices = useAppSelector(selectOutputDevices);
  const areHidden = useAppSelector(selectAreOutputsHidden);
  const chosen = useAppSelector(selectOutputDeviceId);
  useEffect(() => void dispatch(loadOutputDevices()), [dispatch]);
  if (devices.length === 0 && !areHidden) return null;
  const reveal = {
    id: 'reveal',
    label: text('sound.outputReveal'),
    onSelect: () => void dispatch(revealOutputDevices()),
  };
  const items = (): MenuItem[] => [
    {
      id: 'system',
      label: text('sound.outputSystem'),
      isChecked: chosen === null,
      onSelect: () => dispatch(setOutputDevice(null)),
    },
    ...devices.map(({ id, name }, at) => ({
      id,
      label: name || text('sound.outputUnnamed', { number: at + 1 }),
      isChecked: id === chosen,
      onSelect: () => dispatch(setOutputDevice(id)),
    })),
    ...(areHidden ? [reveal] : []),
  ];
  return <MenuButton icon="output" isPressed={chosen !== null} items={items} label={text('sound.output')} {...size} />;
}

function VisualizerButton() {
  const text = useText();
  const size = useToolSize();
  const dispatch = useAppDispatch();
  const isOn = useAppSelector(selectHasVisualizer);
  return (
    <IconButton
      icon="spectrum"
      isPressed={isOn}
      label={text('sound.visualizer')}
      onPress={() => dispatch(toggleVisualizer())}
      shortcut="V"
      {...size}
    />
  );
}
