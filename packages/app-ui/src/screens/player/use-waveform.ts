import { useGetWaveformQuery } from '@jetstream/app-core/hooks';
import { useMemo, useState } from 'react';

/** Tracks are measured in the background: one that was not measured yet may be by then. */
const ASK_AGAIN_MS = 30_000;

/** 8-bit levels of the track from start to end; null until they have come. */
export function useWaveform(trackId: string | undefined): Uint8Array | null {
  const [isKnown, setIsKnown] = useState(false);
  const { currentData } = useGetWaveformQuery(
    { params: { trackId: trackId ?? '' } },
    { skip: trackId === undefined, pollingInterval: isKnown ? 0 : ASK_AGAIN_MS },
  );
  if (isKnown !== (currentData !== undefined)) setIsKnown(currentData !== undefined);
  const encoded = currentData?.rms;
  return useMemo(
    () => (encoded === undefined ? null : Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))),
    [encoded],
  );
}
