/** What tabs of this app on one device tell each other. */
export type TabMessage = { kind: 'playing-started' } | { kind: 'signed-in' } | { kind: 'signed-out' };

/** The other tabs; where there are none, nothing is heard. */
export interface TabChannel {
  /** Reaches all tabs but this one. */
  post(message: TabMessage): void;
  /** Returns the unsubscription. */
  onMessage(listener: (message: TabMessage) => void): () => void;
}

export function isTabMessage(value: unknown): value is TabMessage {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return kind === 'playing-started' || kind === 'signed-in' || kind === 'signed-out';
}
