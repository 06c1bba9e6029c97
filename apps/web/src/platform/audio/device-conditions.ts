import type { DeviceConditions } from './stream/buffer-policy.ts';

/** What some browsers tell of their network and battery. */
interface TellingNavigator {
  connection?: { saveData?: boolean; type?: string; effectiveType?: string };
  getBattery?: () => Promise<EventTarget & { charging: boolean; level: number }>;
}

const LOW_BATTERY = 0.2;

/** Answers with the conditions of the moment; where nothing is told, they are good. */
export function readDeviceConditions(): () => DeviceConditions {
  const device = navigator as TellingNavigator;
  let isPowerLow = false;
  void device
    .getBattery?.()
    .then((battery) => {
      const read = (): void => {
        isPowerLow = !battery.charging && battery.level < LOW_BATTERY;
      };
      for (const name of ['chargingchange', 'levelchange']) battery.addEventListener(name, read);
      read();
    })
    .catch(() => undefined);
  return () => ({ network: toNetwork(device.connection), isPowerLow });
}

export function toNetwork(connection: TellingNavigator['connection']): DeviceConditions['network'] {
  if (connection?.effectiveType === 'slow-2g' || connection?.effectiveType === '2g') return 'slow';
  return connection?.saveData || connection?.type === 'cellular' ? 'metered' : 'unmetered';
}
