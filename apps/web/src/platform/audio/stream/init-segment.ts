const EDIT_LIST = 0x65647473;
const FREE = 0x66726565;
const containers = new Set([0x6d6f6f76, 0x7472616b]);
const BOX_HEAD_BYTES = 8;

/**
 * An init segment without its edit list: some browsers move the sound by it and some do not, while we place every track by
 * ourselves. A box that readers skip (`free`, ISO 14496-12) takes its place. WebM has none and comes back as it is.
 */
export function withoutEditList(init: Uint8Array): Uint8Array {
  const changed = init.slice();
  hideEditLists(new DataView(changed.buffer), 0, changed.length);
  return changed;
}

function hideEditLists(view: DataView, from: number, to: number): void {
  for (let at = from; at + BOX_HEAD_BYTES <= to;) {
    const size = view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (size < BOX_HEAD_BYTES || at + size > to) return;
    if (type === EDIT_LIST) view.setUint32(at + 4, FREE);
    else if (containers.has(type)) hideEditLists(view, at + BOX_HEAD_BYTES, at + size);
    at += size;
  }
}
