import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredErrors, type Endpoint } from './define-endpoint.ts';
import { endpoints } from './endpoints.ts';
import { statusOfError, toOpenApi } from './openapi.ts';

interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, unknown>; parameters: { name: string; in: string }[] }>
  >;
  components: { schemas: Record<string, unknown> };
}
const openApi = toOpenApi('1.2.3') as unknown as Document;

test('every endpoint stands in the document under its method and path', () => {
  for (const endpoint of Object.values(endpoints)) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}');
    assert.ok(openApi.paths[path]?.[endpoint.method.toLowerCase()], `${endpoint.name} is missing`);
  }
});

test('every declared error has an answer with its status', () => {
  for (const endpoint of Object.values(endpoints) as Endpoint[]) {
    const operation = openApi.paths[endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}')]?.[endpoint.method.toLowerCase()];
    for (const code of declaredErrors(endpoint))
      assert.ok(operation?.responses[String(statusOfError[code])], `${endpoint.name} ${code}`);
  }
});

test('every parameter of a path is declared', () => {
  for (const endpoint of Object.values(endpoints) as Endpoint[]) {
    const names = [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1]);
    assert.deepEqual(Object.keys(endpoint.params?.shape ?? {}).sort(), names.sort(), endpoint.name);
  }
});

test('every reference points to a component that exists', () => {
  const references = [...JSON.stringify(openApi).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  assert.ok(references.length > 50);
  for (const reference of new Set(references)) {
    assert.ok(reference.startsWith('#/components/schemas/'), reference);
    assert.ok(openApi.components.schemas[reference.slice('#/components/schemas/'.length)], reference);
  }
});

test('a component is described once and does not carry its own name inside', () => {
  for (const schema of Object.values(openApi.components.schemas))
    assert.equal((schema as { id?: unknown }).id, undefined);
});

test('the answers of a stream are told, parts and unchanged files too', () => {
  const statuses = Object.keys(openApi.paths['/api/v1/stream/{trackId}']?.['get']?.responses ?? {});
  for (const status of ['200', '206', '304', '416']) assert.ok(statuses.includes(status), status);
});
