import { MongoClient } from 'mongodb';
import type { AlbumId, UserId } from '#models/ids.ts';
import { toDatabaseName } from '#repositories/mongo/connect-mongo.ts';
import { MongoAnnotationRepository } from '#repositories/mongo/mongo-annotation-repository.ts';
import { MongoUserRepository } from '#repositories/mongo/mongo-user-repository.ts';
import { buildUser } from './build-user.ts';

/** A process that does one thing and dies in front of the n-th write of it: `mongo-process.ts URL WORK N`. */
const [url = '', work = '', deadlyWrite = '0'] = process.argv.slice(2);
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);

const client = new MongoClient(url, { monitorCommands: true });
const database = client.db(toDatabaseName(url));
const users = new MongoUserRepository(database);
const annotations = new MongoAnnotationRepository(database);

const works: Readonly<Record<string, () => Promise<void>>> = {
  createFirstUser: () => users.createFirstUser(buildUser('killed')),
  deleteUser: () => users.deleteUser('user-ana' as UserId),
  moveAnnotations: () => annotations.moveAnnotations('album', 'from' as AlbumId, 'to' as AlbumId),
};

let writes = 0;
client.on('commandStarted', ({ commandName }) => {
  // Told before the command is sent.
  if (WRITES.has(commandName) && ++writes === Number(deadlyWrite)) process.kill(process.pid, 'SIGKILL');
});
await works[work]?.();
await client.close();
