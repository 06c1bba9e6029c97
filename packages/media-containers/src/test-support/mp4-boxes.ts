import assert from 'node:assert/strict';

interface Box {
  type: string;
  content: Uint8Array;
}

function boxesOf(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const boxes: Box[] = [];
  let position = 0;
  while (position < bytes.length) {
    const size = view.getUint32(position);
    assert.ok(size >= 8 && position + size <= bytes.length, `a box of ${size} bytes at ${position}`);
    const type = Buffer.from(bytes.subarray(position + 4, position + 8)).toString('latin1');
    boxes.push({ type, content: bytes.subarray(position + 8, position + size) });
    position += size;
  }
  return boxes;
}

/** The boxes fill the bytes without a rest. */
export function listBoxTypes(bytes: Uint8Array): string[] {
  return boxesOf(bytes).map(({ type }) => type);
}

/** The content of the first box along the path. */
export function findBox(bytes: Uint8Array, ...path: string[]): DataView {
  let content = bytes;
  for (const type of path) {
    const box = boxesOf(content).find((other) => other.type === type);
    assert.ok(box, `there is a box ${type}`);
    content = box.content;
  }
  return new DataView(content.buffer, content.byteOffset, content.length);
}
