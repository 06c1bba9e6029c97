import type { LibraryId, ScanId } from '#models/ids.ts';
import { toPage } from '#presenters/page-presenter.ts';
import { toPublicScan, toPublicScanFailure } from '#presenters/scan-presenter.ts';
import type { ScanService } from '#services/scan-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

type ScanEndpoint = 'startScan' | 'listScans' | 'getScan' | 'cancelScan' | 'listScanFailures';

export function createScanController({ scanService }: { scanService: ScanService }): EndpointHandlers<ScanEndpoint> {
  return {
    startScan: async ({ body }) =>
      toPublicScan(
        await scanService.startScan({ libraryId: body.libraryId as LibraryId | undefined, isFull: body.isFull }),
      ),
    listScans: async ({ query }) => toPage(await scanService.listScans(query), toPublicScan),
    getScan: async ({ params }) => toPublicScan(await scanService.getScan(params.scanId as ScanId)),
    cancelScan: async ({ params }) => toPublicScan(await scanService.cancelScan(params.scanId as ScanId)),
    listScanFailures: async ({ query: { libraryId, ...page } }) =>
      toPage(await scanService.listFailures(libraryId as LibraryId | undefined, page), toPublicScanFailure),
  };
}
