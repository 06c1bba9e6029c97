import { type CommandStartedEvent, MongoClient } from 'mongodb';
import { toDatabaseName } from '#repositories/mongo/connect-mongo.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';
import { MongoCatalogue } from '#repositories/mongo/mongo-catalogue.ts';
import { applyTagging, taggings } from './taggings.ts';

/**
 * A process that tags a catalogue anew in the database of its first argument, and kills itself as soon as the server has
 * done the write to the catalogue whose number is its second argument.
 */
const [url = '', lastWrite = ''] = process.argv.slice(2);
const CATALOGUE: ReadonlySet<unknown> = new Set(['tracks', 'lyrics', 'albums', 'artists', 'genres', 'folders']);

const client = new MongoClient(url, { monitorCommands: true });
const database = client.db(toDatabaseName(url));
const catalogue = new MongoCatalogue(database, () => Date.now());
const underWay = new Set<number>();
let writes = 0;

client.on('commandStarted', ({ requestId, commandName, command }: CommandStartedEvent) => {
  const isWrite = ['insert', 'update', 'delete'].includes(commandName);
  if (isWrite && CATALOGUE.has((command as Record<string, unknown>)[commandName])) underWay.add(requestId);
});
client.on('commandSucceeded', ({ requestId }) => {
  if (underWay.delete(requestId) && ++writes === Number(lastWrite)) process.kill(process.pid, 'SIGKILL');
});

await applyTagging(createMongoCatalogueRepositories({ database, catalogue }), taggings.second);
await client.close();
