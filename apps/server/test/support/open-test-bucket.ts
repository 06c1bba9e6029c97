import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { interceptLocalhostDns, startFauxqs, type FauxqsServer } from 'fauxqs';
import { openS3MediaStore } from '#gateways/s3/open-s3-media-store.ts';
import type { S3Connection } from '#gateways/s3/s3-connection.ts';
import type { S3MediaStore } from '#gateways/s3/s3-media-store.ts';
import { createS3Client } from '#gateways/s3/s3-requests.ts';
import { createStoreGuard } from '#repositories/guard-store.ts';

/** A bucket of one test on a real service for buckets. */
export interface TestBucket {
  connection: S3Connection;
  name: string;
  /** `s3://…` */
  location: string;
  openStore(): S3MediaStore;
  close(): Promise<void>;
}

export interface BucketServer {
  name: string;
  connection: S3Connection;
  stop(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined };
let lastNumber = 0;

/** In this process, for as long as it is not stopped; takes any key. */
export async function startBucketServer(style: 'path' | 'host' = 'path'): Promise<BucketServer> {
  const server: FauxqsServer = await startFauxqs({ port: 0, logger: false });
  const restore = style === 'host' ? interceptLocalhostDns() : () => undefined;
  const host = style === 'host' ? 's3.localhost' : '127.0.0.1';
  return {
    name: `fauxqs, ${style} style`,
    connection: toConnection(`http://key:secret@${host}:${server.port}`, style === 'path'),
    stop: async () => {
      restore();
      await server.stop();
    },
  };
}

/** The service that the environment names; undefined without one. */
export function findBucketServer(): BucketServer | undefined {
  const url = process.env['JETSTREAM_TEST_S3_URL'];
  if (!url) return undefined;
  return { name: 'the service of JETSTREAM_TEST_S3_URL', connection: toConnection(url, true), stop: async () => {} };
}

function toConnection(url: string, isPathStyle: boolean): S3Connection {
  const { protocol, host, username, password } = new URL(url);
  return {
    endpoint: `${protocol}//${host}`,
    region: 'us-east-1',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    isPathStyle,
  };
}

export async function openTestBucket({ connection }: Pick<BucketServer, 'connection'>): Promise<TestBucket> {
  const name = `jetstream-${process.pid}-${++lastNumber}`;
  const client = createS3Client(connection, createStoreGuard({ name: 's3', timeoutMs: 30_000, logger: silent }));
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    connection,
    name,
    location: `s3://${name}`,
    openStore: () => openS3MediaStore({ connection, nowMs: () => Date.now() }),
    async close() {
      for (let isMore = true; isMore;) {
        const { Contents = [], IsTruncated } = await client.send(new ListObjectsV2Command({ Bucket: name }));
        for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
        isMore = IsTruncated === true && Contents.length > 0;
      }
      await client.send(new DeleteBucketCommand({ Bucket: name }));
      client.destroy();
    },
  };
}
