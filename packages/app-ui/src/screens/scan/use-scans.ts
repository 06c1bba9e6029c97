import { isScanActive, selectScan } from '@jetstream/app-core';
import { useAppSelector, useListScansQuery } from '@jetstream/app-core/hooks';
import type { Scan } from '@jetstream/api-contract';
import { useMemo, useState } from 'react';

const listed = 10;
/** Events carry the progress; this catches what a lost connection swallowed. */
const refreshMs = 2000;

/** The latest scans, newest first, with the one that runs as fresh as its last event. */
export function useScans(options: { skip?: boolean } = {}): { scans: readonly Scan[]; isScanning: boolean } {
  const live = useAppSelector(selectScan);
  const [isAwaited, setIsAwaited] = useState(false);
  const { data } = useListScansQuery(
    { query: { limit: listed } },
    { skip: options.skip ?? false, pollingInterval: isAwaited ? refreshMs : 0 },
  );
  const merged = useMemo(() => {
    const scans = mergeScans(data?.items ?? [], live);
    return { scans, isScanning: scans.some(isScanActive) };
  }, [data, live]);
  // A scan may end between the answer that showed it running and the first event.
  if (merged.isScanning !== isAwaited) setIsAwaited(merged.isScanning);
  return merged;
}

/** Whichever of the two has seen more of a scan is the newer; one that ended stays ended. */
export function mergeScans(fetched: readonly Scan[], live: Scan | null): readonly Scan[] {
  if (!live) return fetched;
  const known = fetched.find((scan) => scan.id === live.id);
  if (!known) return [live, ...fetched];
  const isLiveNewer = !isScanActive(live) || (isScanActive(known) && live.filesSeen >= known.filesSeen);
  return isLiveNewer ? fetched.map((scan) => (scan.id === live.id ? live : scan)) : fetched;
}
