import type { ServerStores } from '#config/config.ts';
import { StartError } from '#models/start-error.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';

/** MongoDB, PostgreSQL and Redis: what several servers share. @throws StartError */
export async function openServerDataPlane({
  store: { redisPrefix },
}: DataPlaneOptions & { store: ServerStores }): Promise<DataPlane> {
  throw new StartError(`The stores of several servers (${redisPrefix}) cannot be opened by this version yet.`);
}
