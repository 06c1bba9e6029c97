import type { z } from 'zod';
import { endpointPaths, type EndpointName } from './endpoint-paths.ts';
import type { ErrorCode } from './error-codes.ts';

/**
 * Who may call: `public` anyone; `listener` any signed-in user; `administrator`; `media` a signed-in user or the holder of
 * a media token (query `token` or the media cookie), for what `<audio>` and `<img>` load; `signed` whoever has the
 * address, which holds a signature of its own and an end, so that caches between may keep what is there.
 */
export type EndpointAccess = 'public' | 'listener' | 'administrator' | 'media' | 'signed';

/** What the body of a successful answer is: a schema for JSON, or a named kind of bytes. */
export type EndpointOutput = z.ZodType | 'empty' | 'audio' | 'image' | 'events';

export interface EndpointShape {
  summary: string;
  tag: 'system' | 'auth' | 'users' | 'libraries' | 'uploads' | 'jobs' | 'catalogue' | 'listening' | 'media';
  access: EndpointAccess;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  output: EndpointOutput;
  /** 200 when absent. */
  status?: 200 | 201 | 202 | 204;
  /** Beyond those that follow from access, inputs and the server's own state: see `declaredErrors`. */
  errors?: readonly ErrorCode[];
  /** Whether the answer carries an ETag and honours If-None-Match. */
  isConditional?: boolean;
}

export type Endpoint<S extends EndpointShape = EndpointShape> = S & {
  name: EndpointName;
  method: HttpMethod;
  path: string;
};
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Binds a shape to its method and path. */
export function defineEndpoint<const S extends EndpointShape>(name: EndpointName, shape: S): Endpoint<S> {
  const [method, path] = endpointPaths[name].split(' ') as [HttpMethod, string];
  return { ...shape, name, method, path };
}

/** Every code the endpoint can answer with, the implied ones included. */
export function declaredErrors(endpoint: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(endpoint.errors ?? []);
  if (endpoint.params || endpoint.query || endpoint.body) codes.add('validation');
  if (endpoint.access !== 'public') codes.add('unauthenticated');
  if (endpoint.access === 'administrator') codes.add('forbidden');
  if (endpoint.body) codes.add('too-large');
  codes.add('rate-limited');
  codes.add('unavailable');
  codes.add('internal');
  return [...codes];
}
