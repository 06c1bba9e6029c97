import type { Scan as PublicScan, ScanFailure as PublicScanFailure } from '@jetstream/api-contract';
import type { Scan, ScanFailure } from '#models/scan.ts';
import { toTimestamp, toOptionalTimestamp } from './timestamp.ts';

export function toPublicScan({ startedAtMs, endedAtMs, ...scan }: Scan): PublicScan {
  return { ...scan, startedAt: toOptionalTimestamp(startedAtMs), endedAt: toOptionalTimestamp(endedAtMs) };
}

export function toPublicScanFailure(failure: ScanFailure): PublicScanFailure {
  const { id, libraryId, path, reason, sizeBytes, failedAtMs } = failure;
  return { id, libraryId, path, reason, sizeBytes, failedAt: toTimestamp(failedAtMs) };
}
