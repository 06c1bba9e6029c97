/** Sends requests as a page in a browser does: keeps cookies by path, names its origin. */
export class Browser {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: string;
  readonly #origin: string | undefined;
  readonly #cookies = new Map<string, { value: string; path: string; attributes: string }>();

  constructor(baseUrl: string, options: { fetch?: typeof fetch; origin?: string | undefined } = {}) {
    this.#baseUrl = baseUrl;
    this.#fetch = options.fetch ?? fetch;
    this.#origin = 'origin' in options ? options.origin : baseUrl;
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async send(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers: Record<string, string> = { ...init.headers };
    const cookies = [...this.#cookies].filter(([, { path: scope }]) => path.startsWith(scope));
    if (cookies.length > 0) headers['cookie'] = cookies.map(([name, { value }]) => `${name}=${value}`).join('; ');
    if (this.#origin !== undefined && init.method !== undefined && init.method !== 'GET')
      headers['origin'] = this.#origin;
    const response = await this.#fetch(this.#baseUrl + path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  setCookie(name: string, value: string, path: string): void {
    this.#cookies.set(name, { value, path, attributes: '' });
  }

  attributesOf(name: string): string {
    return this.#cookies.get(name)?.attributes ?? '';
  }

  #keep(line: string): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const separator = pair.indexOf('=');
    const [name, value] = [pair.slice(0, separator), pair.slice(separator + 1)];
    const path = /(?:^|; )Path=([^;]*)/i.exec(rest.join('; '))?.[1] ?? '/';
    if (value === '' || /Expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path, attributes: rest.join('; ') });
  }
}
