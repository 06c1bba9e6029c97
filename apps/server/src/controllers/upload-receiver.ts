import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { DataStore, Locker, Server, Upload as TusUpload } from '@tus/server';
import type { Caller } from '#models/caller.ts';
import { DomainError, invalid, notFound } from '#models/errors.ts';
import type { UploadId } from '#models/ids.ts';
import type { UploadService } from '#services/uploads/upload-service.ts';

export interface UploadReceiverOptions {
  uploadService: UploadService;
  /** Where the parts gather; opened with the first upload. */
  openStore(): Promise<DataStore>;
}

/** What the protocol has to say about a request that succeeded. */
export interface ReceiverAnswer {
  status: number;
  headers: Headers;
}

/** What is known of a request beside itself, and what went wrong with it. */
interface Exchange {
  caller: Caller;
  fault: unknown;
}

const PATH = '/api/v1/uploads';
/** A second request of the same upload waits this long for the first to write down what it has. */
const DRAIN_MS = 500;

/** Speaks tus through its own library, which sees web requests and knows nothing of Express or of our errors. */
export class UploadReceiver {
  readonly #options: UploadReceiverOptions;
  readonly #exchanges = new WeakMap<Request, Exchange>();
  #server: Promise<Server> | undefined;

  constructor(options: UploadReceiverOptions) {
    this.#options = options;
  }

  /** @throws DomainError */
  async receive(caller: Caller, incoming: IncomingMessage): Promise<ReceiverAnswer> {
    const exchange: Exchange = { caller, fault: undefined };
    const request = toWebRequest(incoming);
    this.#exchanges.set(request, exchange);
    this.#server ??= this.#open();
    const { status, headers, body } = await (await this.#server).handleWeb(request);
    const text = body === null ? '' : await new Response(body).text();
    if (status < 400) return { status, headers };
    if (exchange.fault instanceof DomainError) throw exchange.fault;
    throw toDomainError(status, text.trim(), exchange.fault);
  }

  /** The library is loaded when it is needed: most servers start more often than somebody uploads. */
  async #open(): Promise<Server> {
    const [{ Server }, datastore] = await Promise.all([import('@tus/server'), this.#options.openStore()]);
    return new Server({
      path: PATH,
      datastore,
      locker: toLocker(this.#options.uploadService),
      lockDrainTimeout: DRAIN_MS,
      relativeLocation: true,
      namingFunction: (request, metadata) => this.#announce(request, metadata ?? {}),
      onIncomingRequest: (request, id) => this.#admit(request, id as UploadId),
      onUploadFinish: async (_request, { id }) => {
        await this.#options.uploadService.finish(id as UploadId);
        return {};
      },
      onResponseError: (request, error) => {
        const exchange = this.#exchanges.get(request);
        if (exchange) exchange.fault = error;
        return undefined;
      },
    });
  }

  async #announce(request: Request, metadata: NonNullable<TusUpload['metadata']>): Promise<string> {
    const { id } = await this.#options.uploadService.createUpload(this.#callerOf(request), {
      fileName: metadata['filename'] ?? '',
      relativePath: metadata['relativePath'] ?? '',
      sizeBytes: Number(request.headers.get('upload-length')),
      checksum: metadata['sha256'] ?? null,
    });
    return id;
  }

  async #admit(request: Request, id: UploadId): Promise<void> {
    await this.#options.uploadService.getOwn(this.#callerOf(request), id);
  }

  #callerOf(request: Request): Caller {
    const exchange = this.#exchanges.get(request);
    if (exchange === undefined) throw new Error('The request did not come through receive');
    return exchange.caller;
  }
}

function toLocker(uploadService: UploadService): Locker {
  return {
    newLock(id) {
      let release: (() => Promise<void>) | undefined;
      return {
        async lock(signal, letGo) {
          release = await uploadService.lock(id as UploadId, signal, () => void letGo());
        },
        unlock: async () => await release?.(),
      };
    },
  };
}

function toWebRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value);
  const hasBody = incoming.method === 'POST' || incoming.method === 'PATCH';
  const url = `http://localhost${(incoming as { originalUrl?: string }).originalUrl ?? incoming.url ?? PATH}`;
  const init = { method: incoming.method ?? 'GET', headers };
  if (!hasBody) return new Request(url, init);
  return new Request(url, { ...init, body: Readable.toWeb(incoming) as unknown as ReadableStream, duplex: 'half' });
}

function toDomainError(status: number, text: string, cause: unknown): DomainError {
  if (status === 404 || status === 410) return notFound('upload');
  if (status === 409) return new DomainError('conflict', 'The upload stands at another offset: ask where to go on.');
  if (status === 413) return new DomainError('too-large', 'There are more bytes than were announced.');
  if (status < 500 || status === 501) return invalid('headers', `By tus: ${text || 'the request is not well formed'}.`);
  return new DomainError('unavailable', 'The upload could not be received.', { cause, retryAfterSeconds: 2 });
}
