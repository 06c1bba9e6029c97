import { MongoClient } from 'mongodb';
import { toDatabaseName } from '#repositories/mongo/connect-mongo.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';
import { MongoCatalogue } from '#repositories/mongo/mongo-catalogue.ts';
import { connectSearchIndex } from '#repositories/sqlite/search/connect-search-index.ts';

/** A process that builds a search index and dies in front of the n-th page of tracks: `… URL DIRECTORY N`. */
const [url = '', directory = '', deadlyPage = '0'] = process.argv.slice(2);

const client = new MongoClient(url, { monitorCommands: true });
const database = client.db(toDatabaseName(url));
const catalogue = new MongoCatalogue(database, () => Date.now());
let pages = 0;
client.on('commandStarted', ({ command }) => {
  // Told before the command is sent.
  if (command['find'] === 'tracks' && ++pages === Number(deadlyPage)) process.kill(process.pid, 'SIGKILL');
});
connectSearchIndex({
  directory,
  repositories: createMongoCatalogueRepositories({ database, catalogue }),
  changes: catalogue.changes,
  logger: {
    info: () => undefined,
    warn: (facts, text) => void process.stderr.write(`${text} ${JSON.stringify(facts)}\n`),
  },
});
