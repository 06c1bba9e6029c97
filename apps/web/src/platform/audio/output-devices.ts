import type { OutputDevice } from '@jetstream/app-core/services';

type Media = MediaDevices & { selectAudioOutput?: () => Promise<unknown> };

/** Empty where the page may not choose, or not yet: without a secure context there are no media devices at all. */
export async function listOutputDevices(): Promise<readonly OutputDevice[]> {
  const media = findMedia();
  if (!media) return [];
  const devices = await media.enumerateDevices().catch(() => []);
  return devices
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '' && deviceId !== 'default')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

export function observeOutputDevices(listener: () => void): () => void {
  const media = findMedia();
  media?.addEventListener('devicechange', listener);
  return () => media?.removeEventListener('devicechange', listener);
}

/**
 * Has the browser ask the person for what it wants before it tells outputs: Firefox which one it shall be, Chromium whether the page may use the
 * microphone, which is let go at once. False when the person refuses, or where the page may not choose.
 */
export async function revealOutputDevices(): Promise<boolean> {
  const media = findMedia();
  if (!media) return false;
  try {
    if (media.selectAudioOutput) await media.selectAudioOutput();
    else for (const track of (await media.getUserMedia({ audio: true })).getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}

export const canChooseOutput = (): boolean => findMedia() !== undefined;

function findMedia(): Media | undefined {
  const { mediaDevices } = navigator as Partial<Pick<Navigator, 'mediaDevices'>>;
  return 'setSinkId' in HTMLMediaElement.prototype ? mediaDevices : undefined;
}
