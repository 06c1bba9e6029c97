import type { AnnotatedKind } from '#models/annotation.ts';
import type { DomainError } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import type { Job } from '#models/job.ts';
import type { Play } from '#models/play.ts';
import type { Scan } from '#models/scan.ts';
import type { Upload } from '#models/upload.ts';

export interface DemoAlbumState {
  state: 'absent' | 'rendering' | 'ready' | 'failed';
  /** 0 to 1. */
  progress: number;
  libraryId: string | null;
}

/** What has happened, for whoever wants to know. */
export interface DomainEvents {
  scanProgressed: { scan: Scan };
  /** Queued, begun, further or ended. */
  jobProgressed: { job: Job };
  /** Music folders were added or removed. */
  librariesChanged: Record<string, never>;
  /** Tracks, albums, artists or covers changed; `version` is the catalogue's new one. */
  libraryChanged: { version: string };
  trackPlayed: { play: Play };
  annotationChanged: { userId: UserId; kind: AnnotatedKind; itemId: string };
  settingsChanged: { userId: UserId };
  queueChanged: { userId: UserId; client: string };
  /** It was announced, is being checked, or came to its end. */
  uploadChanged: Pick<Upload, 'id' | 'userId' | 'state'>;
  /** A user's file became part of the library. */
  fileUploaded: { upload: Upload };
  demoAlbumProgressed: { demoAlbum: DemoAlbumState };
  /** A wrong name or password, or one attempt too many. */
  signInRefused: { address: string; code: DomainError['code'] };
  /** On this server; told to no other. */
  signedIn: { userId: UserId };
  signedOut: { userId: UserId };
  userDeleted: { userId: UserId };
  roleChanged: { userId: UserId };
  /** One session of the user, or (null) all but `exceptId`. */
  sessionsEnded: { userId: UserId; sessionId: SessionId | null; exceptId: SessionId | null };
  /** Things may have happened on other servers that this one was not told of: whatever it remembers may be old. */
  eventsMissed: Record<never, never>;
}

type Listener<T> = (event: T) => void;
type Listeners = Map<keyof DomainEvents, Set<Listener<never>>>;

/** Typed observer. A listener that throws does not fail the emitter: its error goes to `onListenerError`. */
export class EventBus {
  readonly #listeners: Listeners = new Map();
  readonly #ownListeners: Listeners = new Map();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** What happened on this server. */
  emit<Name extends keyof DomainEvents>(name: Name, event: DomainEvents[Name]): void {
    this.#tell(this.#ownListeners, name, event);
    this.#tell(this.#listeners, name, event);
  }

  /** What happened on another server. */
  emitForeign<Name extends keyof DomainEvents>(name: Name, event: DomainEvents[Name]): void {
    this.#tell(this.#listeners, name, event);
  }

  /** Hears of it wherever it happened. Returns the unsubscription. */
  on<Name extends keyof DomainEvents>(name: Name, listener: Listener<DomainEvents[Name]>): () => void {
    return subscribe(this.#listeners, name, listener);
  }

  /** Hears of it only on the server where it happened, and before the others do. Returns the unsubscription. */
  onOwn<Name extends keyof DomainEvents>(name: Name, listener: Listener<DomainEvents[Name]>): () => void {
    return subscribe(this.#ownListeners, name, listener);
  }

  #tell<Name extends keyof DomainEvents>(to: Listeners, name: Name, event: DomainEvents[Name]): void {
    for (const listener of to.get(name) ?? []) {
      try {
        (listener as Listener<DomainEvents[Name]>)(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}

function subscribe(to: Listeners, name: keyof DomainEvents, listener: Listener<never>): () => void {
  const listeners = to.get(name) ?? new Set();
  to.set(name, listeners);
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
