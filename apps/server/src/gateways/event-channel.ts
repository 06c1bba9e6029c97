export interface ChannelListener {
  onMessage(message: string): void;
  /** It listens again after a time in which messages may have been lost. */
  onMissed(): void;
}

/** Carries messages between servers: at most once, in the order of each sender, and to the sender itself too. */
export interface EventChannel {
  publish(message: string): Promise<void>;
  /** Resolves when it listens, or will as soon as there is something to listen to. One listener for each channel; returns what ends it. */
  listen(listener: ChannelListener): Promise<() => Promise<void>>;
}
