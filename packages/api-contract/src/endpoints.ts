import type { z } from 'zod';
import type { Endpoint } from './define-endpoint.ts';
import type { EndpointName } from './endpoint-paths.ts';
import { authEndpoints } from './endpoints/auth-endpoints.ts';
import { catalogueEndpoints } from './endpoints/catalogue-endpoints.ts';
import { jobEndpoints } from './endpoints/job-endpoints.ts';
import { libraryEndpoints } from './endpoints/library-endpoints.ts';
import { listeningEndpoints } from './endpoints/listening-endpoints.ts';
import { mediaEndpoints } from './endpoints/media-endpoints.ts';
import { statisticsEndpoints } from './endpoints/statistics-endpoints.ts';
import { systemEndpoints } from './endpoints/system-endpoints.ts';
import { uploadEndpoints } from './endpoints/upload-endpoints.ts';
import { userEndpoints } from './endpoints/user-endpoints.ts';

/** The whole API as data. */
export const endpoints = {
  ...systemEndpoints,
  ...authEndpoints,
  ...userEndpoints,
  ...libraryEndpoints,
  ...jobEndpoints,
  ...uploadEndpoints,
  ...catalogueEndpoints,
  ...listeningEndpoints,
  ...statisticsEndpoints,
  ...mediaEndpoints,
} satisfies Record<EndpointName, Endpoint>;

type Endpoints = typeof endpoints;
type Part<
  N extends EndpointName,
  K extends 'params' | 'query' | 'body',
  Side extends 'input' | 'output',
> = Endpoints[N] extends {
  [P in K]: infer S extends z.ZodObject;
}
  ? Side extends 'input'
    ? z.input<S>
    : z.output<S>
  : undefined;

/** What a client sends: only the parts that the endpoint has; a part without required fields may be left out. */
export type EndpointInput<N extends EndpointName> = PartInput<'params', Part<N, 'params', 'input'>> &
  PartInput<'query', Part<N, 'query', 'input'>> &
  PartInput<'body', Part<N, 'body', 'input'>>;
type PartInput<K extends string, T> = T extends undefined
  ? { [P in K]?: undefined }
  : Record<never, never> extends T
    ? { [P in K]?: T }
    : { [P in K]: T };

/** What a controller receives after validation. */
export interface EndpointRequest<N extends EndpointName> {
  params: Part<N, 'params', 'output'>;
  query: Part<N, 'query', 'output'>;
  body: Part<N, 'body', 'output'>;
}

/** What a successful answer carries: the parsed JSON, or undefined for an empty one. */
export type EndpointResult<N extends EndpointName> = Endpoints[N]['output'] extends infer S extends z.ZodType
  ? z.output<S>
  : undefined;

/** What a presenter hands over, before validation applies defaults. */
export type EndpointAnswer<N extends EndpointName> = Endpoints[N]['output'] extends infer S extends z.ZodType
  ? z.input<S>
  : undefined;
