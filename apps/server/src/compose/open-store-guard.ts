import type { GuardState, StoreGuard, StoreGuardOptions } from '#repositories/guard-store.ts';
import { createStoreGuard } from '#repositories/guard-store.ts';
import type { DataPlaneOptions } from './data-plane.ts';

const availabilityOf = { closed: 1, 'half-open': 0.5, open: 0 } as const satisfies Record<GuardState, number>;

/** A guard whose calls and state can be seen in the log and the metrics. */
export function openStoreGuard(
  options: Omit<StoreGuardOptions, 'logger' | 'onStateChange' | 'onCall'>,
  { logger, metrics }: Pick<DataPlaneOptions, 'logger' | 'metrics'>,
): StoreGuard {
  const { name } = options;
  metrics.setStoreAvailability(name, 1);
  return createStoreGuard({
    ...options,
    logger,
    onStateChange: (state) => metrics.setStoreAvailability(name, availabilityOf[state]),
    onCall: (outcome) => metrics.countStoreCall(name, outcome),
  });
}
