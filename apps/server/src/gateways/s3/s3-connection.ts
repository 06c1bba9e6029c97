/** How to reach a service for buckets. Plain data, so that it can be handed to a thread; never to be logged. */
export interface S3Connection {
  /** Null is Amazon's, by region. */
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  isPathStyle: boolean;
}
