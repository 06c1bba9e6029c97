/** Where a row that is dragged would land: the gap nearest to the pointer, as an index in the list without that row. */
export function dropIndexAt(
  pointerPx: number,
  rowHeightPx: number,
  rowCount: number,
  draggedRow: number,
): { gap: number; toIndex: number } {
  const gap = Math.min(rowCount, Math.max(0, Math.round(pointerPx / rowHeightPx)));
  return { gap, toIndex: gap > draggedRow ? gap - 1 : gap };
}

/** How fast to scroll, in pixels a frame, when the pointer is near or past an edge; 0 in between. */
export function edgeScrollPx(pointerPx: number, topPx: number, bottomPx: number): number {
  const zonePx = 48;
  if (pointerPx < topPx + zonePx) return -Math.min(16, Math.ceil((topPx + zonePx - pointerPx) / 4));
  if (pointerPx > bottomPx - zonePx) return Math.min(16, Math.ceil((pointerPx - bottomPx + zonePx) / 4));
  return 0;
}
