/** Up to `count` different numbers below `below`, by chance. */
export function drawNumbers(below: number, count: number, random: () => number): number[] {
  if (below <= count) return Array.from({ length: below }, (_, index) => index);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(Math.floor(random() * below));
  return [...drawn];
}

/** A new array in chance order (Fisher-Yates). */
export function inChanceOrder<T>(items: readonly T[], random: () => number): T[] {
  const mixed: T[] = [];
  for (const item of items) {
    const at = Math.floor(random() * (mixed.length + 1));
    const moved = mixed[at];
    if (moved === undefined) mixed.push(item);
    else {
      mixed.push(moved);
      mixed[at] = item;
    }
  }
  return mixed;
}
