import { describe, expect, it } from 'vitest';
import { buildScan } from '../testing/build-scan.ts';
import { scanTotals } from './scan-totals.ts';
import { mergeScans } from './use-scans.ts';

describe('scanTotals', () => {
  it('adds several scans and keeps the longest time left', () => {
    const totals = scanTotals([
      buildScan(),
      buildScan({ id: 's2', filesTotal: 300, filesSeen: 75, filesPerSecond: 5, remainingMs: 45_000 }),
    ]);
    expect(totals).toMatchObject({
      isScanning: true,
      filesSeen: 100,
      filesTotal: 400,
      progress: 0.25,
      filesPerSecond: 15,
      remainingMs: 45_000,
      filesFailed: 10,
    });
  });

  it('knows no share and no time left while one scan still lists its files', () => {
    const totals = scanTotals([buildScan(), buildScan({ id: 's2', filesTotal: null, remainingMs: null })]);
    expect(totals.progress).toBeNull();
    expect(totals.remainingMs).toBeNull();
  });

  it('counts the rate of running scans only', () => {
    const totals = scanTotals([buildScan({ state: 'completed', filesSeen: 100, remainingMs: 0 })]);
    expect(totals).toMatchObject({ isScanning: false, filesPerSecond: 0, progress: 1 });
  });

  it('calls an empty folder done', () => {
    expect(scanTotals([buildScan({ state: 'completed', filesTotal: 0, filesSeen: 0 })]).progress).toBe(1);
  });
});

describe('mergeScans', () => {
  it('prefers whichever has seen more of the same scan', () => {
    const fetched = [buildScan({ id: 's1', filesSeen: 80 }), buildScan({ id: 's0', state: 'completed' })];
    expect(mergeScans(fetched, buildScan({ id: 's1', filesSeen: 90 }))[0]?.filesSeen).toBe(90);
    expect(mergeScans(fetched, buildScan({ id: 's1', filesSeen: 10 }))[0]?.filesSeen).toBe(80);
  });

  it('does not let a late event bring an ended scan back to life', () => {
    const fetched = [buildScan({ id: 's1', state: 'completed', filesSeen: 100 })];
    expect(mergeScans(fetched, buildScan({ id: 's1', filesSeen: 100 }))[0]?.state).toBe('completed');
  });

  it('puts a scan that the list does not know yet first', () => {
    expect(mergeScans([buildScan({ id: 's0' })], buildScan({ id: 's9' })).map((scan) => scan.id)).toEqual(['s9', 's0']);
  });
});
