import { isScanActive, selectScan } from '@jetstream/app-core';
import { useAppSelector, useListScansQuery } from '@jetstream/app-core/hooks';
import type { Scan } from '@jetstream/api-contract';
import { useMemo } from 'react';

const listed = 10;
/** Events carry the progress; this catches what a lost connection swallowed. */
const refreshMs = 5000;

/** The latest scans, newest first, with the one that runs as fresh as its last event. */
export function useScans(options: { skip?: boolean } = {}): { scans: readonly Scan[]; isScanning: boolean } {
  const live = useAppSelector(selectScan);
  const isLive = isScanActive(live);
  const { data } = useListScansQuery(
    { query: { limit: listed } },
    { skip: options.skip ?? false, pollingInterval: isLive ? refreshMs : 0 },
  );
  return useMemo(() => {
    const scans = mergeScans(data?.items ?? [], live);
    return { scans, isScanning: scans.some(isScanActive) };
  }, [data, live]);
}

/** Whichever of the two has seen more of a scan is the newer; one that ended stays ended. */
export function mergeScans(fetched: readonly Scan[], live: Scan | null): readonly Scan[] {
  if (!live) return fetched;
  const known = fetched.find((scan) => scan.id === live.id);
  if (!known) return [live, ...fetched];
  const isLiveNewer = !isScanActive(live) || (isScanActive(known) && live.filesSeen >= known.filesSeen);
  return isLiveNewer ? fetched.map((scan) => (scan.id === live.id ? live : scan)) : fetched;
}
