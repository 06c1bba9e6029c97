import { isIP } from 'node:net';
import { z } from 'zod';

/** What a setting is called in each place, and what it takes. `settings.ts` has the tables, the one source for all of them. */
export interface Setting<T = unknown> {
  description: string;
  /** What to write, for messages and the documentation. */
  expects: string;
  schema: z.ZodType<T>;
  default: T;
  /** How the default reads, where its value alone would not tell. */
  defaultText?: string;
  env: string;
  option?: string;
  /** What stands for the value in `--help`. */
  placeholder?: string;
  /** Several values: the option may be repeated, and text holds them separated as in PATH. */
  isList?: boolean;
  /** Values are paths: relative ones count from the place they were written in. */
  isPath?: boolean;
  isSecret?: boolean;
  /** Only from options and the environment, not from the file. */
  isOutsideFile?: boolean;
}

export const define = <T>(setting: Setting<T>): Setting<T> => setting;

export const wholeNumber = (min: number, max: number) =>
  z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().min(min).max(max));
export const flag = z.union([z.boolean(), z.stringbool()]);
export const texts = z.array(z.string().min(1));
export const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, ''));
export const NAMED_NETWORKS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/** What Express accepts, checked here so that a slip is told like every other one. */
export function isNetwork(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return bits > 0 && (prefix === undefined || (Number(prefix) > 0 && Number(prefix) <= bits));
}
