import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { u32 } from './box.ts';
import { SampleTable } from './sample-table.ts';

const MOST = 0xffff_ffff;

/** Packets of one size, and chunks that hold as many each. */
function openTable({ packetBytes, packets, inChunk, chunks, fileBytes }: Record<string, number>): SampleTable {
  return new SampleTable({
    stts: new ByteCursor(u32(0, 1, MOST, 1024)),
    stsc: new ByteCursor(u32(0, 1, 1, inChunk ?? 0, 1)),
    stsz: new ByteCursor(u32(0, packetBytes ?? 0, packets ?? 0)),
    chunkOffsets: new ByteCursor(
      u32(0, chunks ?? 0, ...Array.from({ length: chunks ?? 0 }, (_, at) => 1000 * (at + 1))),
    ),
    hasWideOffsets: false,
    fileBytes: fileBytes ?? 0,
  });
}

test('packets of one size lie behind each other in their chunk', () => {
  const table = openTable({ packetBytes: 7, packets: 10, inChunk: 4, chunks: 3, fileBytes: 5000 });
  assert.equal(table.count, 10);
  assert.deepEqual(
    [...table.list(2, 9)].map(({ index, position }) => [index, position]),
    [
      [2, 1014],
      [3, 1021],
      [4, 2000],
      [5, 2007],
      [6, 2014],
      [7, 2021],
      [8, 3000],
    ],
  );
});

test('a chunk of four thousand million packets is as quick to look into as any', () => {
  const table = openTable({ packetBytes: 1, packets: MOST, inChunk: MOST, chunks: 1, fileBytes: 2 ** 32 });
  assert.equal(table.count, 2 ** 32 - 1000);
  assert.deepEqual(
    [...table.list(table.count - 1, table.count)],
    [{ index: 2 ** 32 - 1001, position: 2 ** 32 - 1, size: 1 }],
  );
  assert.deepEqual([...table.list(2 ** 31, 2 ** 31 + 1)], [{ index: 2 ** 31, position: 2 ** 31 + 1000, size: 1 }]);
});
