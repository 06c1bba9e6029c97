import { CatalogueChanges } from '../scan/catalogue-changes.ts';
import { noteWholeCatalogue } from '../scan/catalogue-repair.ts';
import type { SummingTools } from '../scan/scan-tools.ts';

/** Makes what every store works out by itself, after tracks came in from elsewhere: albums, counts, the search index. */
export async function sumUpCatalogue(tools: SummingTools, signal: AbortSignal): Promise<void> {
  const changes = new CatalogueChanges(tools);
  await noteWholeCatalogue(tools, changes, signal);
  await changes.flush();
}
