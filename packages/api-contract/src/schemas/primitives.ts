import { z } from 'zod';

/** Opaque identifier: never parsed by clients. */
export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);
/** A line without control characters, which not every store can keep. */
export const line = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^\P{Cc}*$/u);
export const timestamp = z.iso.datetime();
export const durationMs = z.int().min(0);
export const rating = z.int().min(0).max(5);

export const pageQuery = z.object({
  /** Base64url. The longest holds the path of a file that failed. */
  cursor: z
    .string()
    .max(8192)
    .regex(/^[A-Za-z0-9_-]*$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const orderQuery = z.enum(['asc', 'desc']);

/** A page in key order; `nextCursor` is null on the last one. `total` counts all rows that the filters allow. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().min(0) });

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}
