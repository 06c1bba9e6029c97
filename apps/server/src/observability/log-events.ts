import type { Scan } from '#models/scan.ts';
import type { EventBus } from '#services/events.ts';
import type { Logger } from './logger.ts';

/** Writes down what whoever runs the server wants to read later: how scans ended, and refused sign-ins with their address. */
export function logEvents(events: EventBus, logger: Logger): void {
  events.onOwn('scanProgressed', ({ scan }) => {
    if (scan.state === 'failed') logger.warn(describeScan(scan), 'a scan failed');
    else if (scan.phase === 'done' && hasChanged(scan)) logger.info(describeScan(scan), `a scan was ${scan.state}`);
  });
  events.onOwn('signInRefused', ({ address, code }) => logger.warn({ address, code }, 'a sign-in was refused'));
}

/** Scans that find nothing new happen every hour and with every touched folder. */
function hasChanged({ filesAdded, filesUpdated, filesMoved, filesMissing, filesFailed }: Scan): boolean {
  return filesAdded + filesUpdated + filesMoved + filesMissing + filesFailed > 0;
}

function describeScan(scan: Scan) {
  return {
    library: scan.libraryId ?? 'all',
    seen: scan.filesSeen,
    added: scan.filesAdded,
    updated: scan.filesUpdated,
    moved: scan.filesMoved,
    missing: scan.filesMissing,
    failed: scan.filesFailed,
    reason: scan.error ?? undefined,
  };
}
