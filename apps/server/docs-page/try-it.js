import { element } from './element.js';

let session;

/** Asks for a token by the cookie of whoever is signed in to the app in this browser; undefined without one. */
export async function findSession() {
  const isFresh = session && Date.parse(session.accessTokenExpiresAt) - Date.now() > 30_000;
  if (isFresh) return session;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  const response = await fetch('../v1/auth/refresh', init);
  session = response.ok ? await response.json() : undefined;
  return session;
}

/** A form that sends a GET request and shows the answer. */
export function tryIt(path, operation) {
  const fields = operation.parameters.map((parameter) => [parameter, fieldFor(parameter)]);
  const output = element('div', { role: 'status' });
  const labels = fields.map(([{ name }, field]) => element('label', {}, element('span', {}, name), field));
  const form = element('form', {}, labels, element('button', { type: 'submit' }, 'Send'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    output.replaceChildren('Sending…');
    try {
      output.replaceChildren(...(await send(addressOf(path, fields), operation.security.length > 0)));
    } catch (error) {
      output.replaceChildren(`The server could not be reached: ${error.message}`);
    }
  });
  return element('details', {}, element('summary', {}, 'Try it'), form, output);
}

function fieldFor({ name, required, schema }) {
  const attributes = { name, ...(required && { required: '' }) };
  if (schema.enum)
    return element(
      'select',
      attributes,
      ['', ...schema.enum].map((value) => element('option', { value }, value)),
    );
  return element('input', {
    ...attributes,
    placeholder: schema.default === undefined ? undefined : String(schema.default),
  });
}

function addressOf(path, fields) {
  const query = new URLSearchParams();
  let address = path;
  for (const [{ name, in: place }, { value }] of fields) {
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== '') query.set(name, value);
  }
  return query.size > 0 ? `${address}?${query}` : address;
}

async function send(address, needsUser) {
  const token = needsUser ? (await findSession())?.accessToken : undefined;
  const start = performance.now();
  const response = await fetch(address, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const type = response.headers.get('content-type') ?? '';
  const isText = /json|text\//.test(type) && !type.includes('event-stream');
  const body = isText ? await response.text() : `(${type || 'no content'})`;
  if (!isText) await response.body?.cancel();
  const line = `${response.status} ${response.statusText}, ${Math.round(performance.now() - start)} ms`;
  const shown = type.includes('json') ? JSON.stringify(JSON.parse(body), null, 2) : body;
  return [element('p', {}, element('code', {}, address), ` → ${line}`), element('pre', { tabindex: '0' }, shown)];
}
