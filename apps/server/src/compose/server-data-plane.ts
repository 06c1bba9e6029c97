import type { ServerStores } from '#config/config.ts';
import { StartError } from '#models/start-error.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';
import { openDocumentStore } from './open-document-store.ts';

/** MongoDB, PostgreSQL and Redis: what several servers share. @throws DomainError, StartError */
export async function openServerDataPlane(options: DataPlaneOptions & { store: ServerStores }): Promise<DataPlane> {
  const documents = await openDocumentStore(options);
  await documents.close();
  throw new StartError('PostgreSQL and Redis cannot be opened by this version yet.');
}
