/** What stands between us and a stream, as far as a HEAD request can tell. */
export type StreamState = 'open' | 'unauthenticated' | 'missing' | 'unreachable';

/** Media elements do not say why they failed: asks the server itself. */
export async function probeStream(url: string, fetchHead: typeof fetch): Promise<StreamState> {
  try {
    const { status, ok } = await fetchHead(url, { method: 'HEAD', credentials: 'same-origin', cache: 'no-store' });
    if (status === 401 || status === 403) return 'unauthenticated';
    if (status === 404 || status === 410) return 'missing';
    return ok ? 'open' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}
