import type { Cover as PublicCover } from '@jetstream/api-contract';
import type { CoverId } from '#models/ids.ts';
import type { Surroundings } from '#models/surroundings.ts';

/** Null, too, for a picture that turned out to be broken: clients then show their stand-in at once. */
export function toCover(coverId: CoverId | null, { covers }: Surroundings): PublicCover | null {
  const cover = coverId === null ? undefined : covers.get(coverId);
  if (!cover || cover.fault !== null) return null;
  return { id: cover.id, placeholder: cover.placeholder, accent: cover.accent };
}
