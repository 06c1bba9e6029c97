import { z } from 'zod';
import { errorCodes } from '../error-codes.ts';

/** One input at fault: `path` is a JSON pointer without the leading slash, such as `body/password`. */
export const fieldFault = z.object({ path: z.string(), message: z.string() }).meta({ id: 'FieldFault' });

/** RFC 9457 problem document, media type `application/problem+json`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    fields: z.array(fieldFault).optional(),
    retryAfterSeconds: z.int().optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
export type FieldFault = z.infer<typeof fieldFault>;
