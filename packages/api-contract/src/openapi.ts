import { z } from 'zod';
import { declaredErrors, type Endpoint, type EndpointOutput } from './define-endpoint.ts';
import { endpoints } from './endpoints.ts';
import { statusOfError } from './error-codes.ts';
export { statusOfError } from './error-codes.ts';
import { problem } from './schemas/problem.ts';

type Json = Record<string, unknown>;

/** The API as an OpenAPI 3.1 document, made from the endpoint table alone. */
export function toOpenApi(version: string): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const endpoint of Object.values(endpoints) as Endpoint[]) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: toOperation(endpoint, components) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'JetStream API', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: [...new Set(Object.values(endpoints).map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        mediaToken: { type: 'apiKey', in: 'query', name: 'token' },
        mediaCookie: { type: 'apiKey', in: 'cookie', name: 'jetstream_media' },
      },
    },
  };
}

function toOperation(endpoint: Endpoint, components: Json): Json {
  const operation: Json = {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: securityOf(endpoint),
    parameters: [
      ...toParameters(endpoint.params, 'path', components),
      ...toParameters(endpoint.query, 'query', components),
    ],
    responses: toResponses(endpoint, components),
  };
  if (endpoint.access === 'administrator') operation['description'] = 'Administrators only.';
  if (endpoint.body) {
    operation['requestBody'] = {
      required: true,
      content: { 'application/json': { schema: toSchema(endpoint.body, 'input', components) } },
    };
  }
  return operation;
}

function securityOf(endpoint: Endpoint): Json[] {
  // A signed address is its own credential.
  if (endpoint.access === 'public' || endpoint.access === 'signed') return [];
  return endpoint.access === 'media'
    ? [{ mediaCookie: [] }, { mediaToken: [] }, { accessToken: [] }]
    : [{ accessToken: [] }];
}

function toParameters(shape: z.ZodObject | undefined, place: 'path' | 'query', components: Json): Json[] {
  if (!shape) return [];
  const schema = toSchema(shape, 'input', components) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: property,
  }));
}

function toResponses(endpoint: Endpoint, components: Json): Json {
  const status = endpoint.status ?? 200;
  const responses: Json = { [status]: { description: endpoint.summary, ...toContent(endpoint.output, components) } };
  if (endpoint.output === 'audio')
    responses['206'] = { description: 'The part that was asked for', ...toContent('audio', components) };
  if (endpoint.isConditional) responses['304'] = { description: 'Not modified' };
  const byStatus = Map.groupBy(declaredErrors(endpoint), (code) => statusOfError[code]);
  for (const [errorStatus, codes] of byStatus) {
    responses[errorStatus] = {
      description: codes.join(', '),
      content: { 'application/problem+json': { schema: toSchema(problem, 'output', components) } },
    };
  }
  return responses;
}

function toContent(output: EndpointOutput, components: Json): Json {
  if (output === 'empty') return {};
  if (output === 'audio') return { content: { 'audio/*': {} } };
  if (output === 'image') return { content: { 'image/avif': {}, 'image/webp': {}, 'image/jpeg': {} } };
  if (output === 'events') return { content: { 'text/event-stream': {} } };
  return { content: { 'application/json': { schema: toSchema(output, 'output', components) } } };
}

/** Named schemas (those with a `meta` id) go to `components` once and are referred to. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const {
    $defs,
    $schema: _,
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & {
    $defs?: Record<string, Json>;
  };
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] ??= relink(definition);
  const name = own['id'];
  if (typeof name !== 'string') return relink(own);
  const { id: _id, ...rest } = own;
  components[name] ??= relink(rest);
  return { $ref: `#/components/schemas/${name}` };
}

function relink(value: unknown): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('#/$defs/', '#/components/schemas/')) as Json;
}
