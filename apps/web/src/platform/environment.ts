import type { Environment } from '@jetstream/app-core/services';

/** The browser as the app's source of time, chance, ids and connection: the only place in the web app that asks for them. */
export function createBrowserEnvironment(): Environment {
  return {
    nowMs: () => Date.now(),
    random: () => Math.random(),
    createId,
    isOnline: () => navigator.onLine,
    onOnlineChange,
    onHide,
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    language: navigator.language,
    clientName: `JetStream Web (${browserName(navigator.userAgent)})`,
  };
}

function onOnlineChange(listener: (isOnline: boolean) => void): () => void {
  const tell = (): void => listener(navigator.onLine);
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => {
    removeEventListener('online', tell);
    removeEventListener('offline', tell);
  };
}

/** Phones may end a hidden page without another word, so hiding counts as leaving. */
function onHide(listener: () => void): () => void {
  const tellWhenHidden = (): void => {
    if (document.visibilityState === 'hidden') listener();
  };
  addEventListener('pagehide', listener);
  document.addEventListener('visibilitychange', tellWhenHidden);
  return () => {
    removeEventListener('pagehide', listener);
    document.removeEventListener('visibilitychange', tellWhenHidden);
  };
}

/** A random UUID; `crypto.randomUUID` is missing where a server in the house is opened over plain HTTP. */
function createId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const browsers: readonly [name: string, mark: RegExp][] = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
];

/** In this order, since most browsers also call themselves by the names below theirs. */
export function browserName(userAgent: string): string {
  return browsers.find(([, mark]) => mark.test(userAgent))?.[0] ?? 'browser';
}
