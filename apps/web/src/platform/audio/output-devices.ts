import type { OutputDevice } from '@jetstream/app-core/services';

/** Empty where the page may not choose: without a secure context there are no media devices at all. */
export async function listOutputDevices(): Promise<readonly OutputDevice[]> {
  const media = (navigator as Partial<Pick<Navigator, 'mediaDevices'>>).mediaDevices;
  if (!media || !('setSinkId' in HTMLMediaElement.prototype)) return [];
  const devices = await media.enumerateDevices().catch(() => []);
  return devices
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '' && deviceId !== 'default')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}
