/** Whether the work ends within the time; if not, it goes on by itself. What it throws in time is thrown. */
export async function isInTime(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), limitMs);
  return await Promise.race([work.then(() => true as const), late.promise]).finally(() => clearTimeout(timer));
}
