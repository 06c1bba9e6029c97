import { element, table } from './element.js';
import { limitsOf, schemaView, typeOf } from './schema-view.js';
import { findSession, tryIt } from './try-it.js';

const byId = (id) => document.getElementById(id);
const accessOf = ({ security, description }) =>
  security.length === 0 ? 'public' : (description ?? (security.length > 1 ? 'token or media token' : 'signed in'));

function listOperations({ paths }) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
}

function operationView(operation) {
  const { operationId, path, method, summary, parameters, requestBody, responses } = operation;
  const heading = element(
    'h3',
    {},
    element('span', { class: 'method', 'data-method': method }, method.toUpperCase()),
    element('span', { class: 'path' }, path),
    element('span', { class: 'access' }, accessOf(operation)),
  );
  const canBeTried = method === 'get' && !responses['200']?.content?.['text/event-stream'];
  return element(
    'article',
    { id: operationId },
    heading,
    element('p', {}, summary),
    parameters.length > 0 ? section('Parameters', parameterTable(parameters)) : '',
    requestBody ? section('Body', schemaView(requestBody.content['application/json'].schema)) : '',
    section('Answers', ...Object.entries(responses).map(responseView)),
    canBeTried ? tryIt(path, operation) : '',
  );
}

const section = (title, ...content) => element('details', {}, element('summary', {}, title), content);

const parameterTable = (parameters) =>
  table(
    ['Name', 'In', 'Type', 'Limits'],
    parameters.map(({ name, in: place, required, schema }) => [
      [element('code', {}, name), required ? '' : element('span', { class: 'muted' }, ' optional')],
      place,
      typeOf(schema),
      limitsOf(schema),
    ]),
  );

function responseView([status, { description, content = {} }]) {
  const [[type, { schema }] = ['', {}]] = Object.entries(content);
  const codes = type === 'application/problem+json' ? description.split(', ') : [];
  const label = codes.length > 0 ? codes.map((code) => [' ', errorLink(code)]).flat() : [` ${description}`];
  const body = codes.length === 0 && schema ? schemaView(schema) : '';
  return element(
    'div',
    {},
    element('p', {}, element('strong', {}, status), label, type && !schema ? ` (${type})` : ''),
    body,
  );
}

const errorLink = (code) => element('a', { href: `#error-${code}` }, code);

function errorList(operations) {
  const seen = new Map();
  for (const { responses } of operations)
    for (const [status, { description, content = {} }] of Object.entries(responses))
      if (content['application/problem+json']) for (const code of description.split(', ')) seen.set(code, status);
  const rows = [...seen].toSorted().map(([code, status]) => [element('code', { id: `error-${code}` }, code), status]);
  return [element('h2', {}, 'Errors'), table(['Code', 'Status'], rows)];
}

const schemaList = ({ components }) => [
  element('h2', {}, 'Schemas'),
  ...Object.entries(components.schemas).map(([name, schema]) =>
    element('article', { id: `schema-${name}` }, element('h3', {}, name), schemaView(schema)),
  ),
];

/** Headings, index and articles of one tag, and how to show only what matches. */
function groupView(tag, operations) {
  const articles = operations.map((operation) => ({
    operation,
    article: operationView(operation),
    entry: element('li', {}, element('a', { href: `#${operation.operationId}` }, operation.operationId)),
  }));
  const group = element(
    'section',
    {},
    element('h2', {}, tag),
    articles.map(({ article }) => article),
  );
  const index = element(
    'div',
    {},
    element('h2', {}, tag),
    element(
      'ul',
      {},
      articles.map(({ entry }) => entry),
    ),
  );
  const filter = (words) => {
    let shown = 0;
    for (const { operation, article, entry } of articles) {
      const { operationId, path, method, summary } = operation;
      const text = `${operationId} ${path} ${method} ${summary} ${tag}`.toLowerCase();
      const isShown = words.every((word) => text.includes(word));
      article.hidden = entry.hidden = !isShown;
      shown += Number(isShown);
    }
    group.hidden = index.hidden = shown === 0;
    return shown;
  };
  return { group, index, filter };
}

async function start() {
  const api = await (await fetch('../v1/openapi.json')).json();
  byId('version').textContent = api.info.version;
  const operations = listOperations(api);
  const groups = api.tags.map(({ name }) =>
    groupView(
      name,
      operations.filter(({ tags }) => tags.includes(name)),
    ),
  );
  byId('index').replaceChildren(...groups.map(({ index }) => index));
  byId('content').replaceChildren(...groups.map(({ group }) => group), ...errorList(operations), ...schemaList(api));
  const apply = () => {
    const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = groups.reduce((sum, { filter }) => sum + filter(words), 0);
    byId('count').textContent = `${shown} endpoints`;
  };
  byId('filter').addEventListener('input', apply);
  apply();
  // What the address points at exists only now.
  if (location.hash) byId(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

async function showSession() {
  const session = await findSession();
  if (session) byId('session').textContent = `Signed in as ${session.user.name}.`;
}

start().catch((error) => byId('content').replaceChildren(`The API description could not be loaded: ${error.message}`));
showSession().catch(() => undefined);
