import { isSleepTimer, type SleepTimer } from '../audio/sleep-timer.ts';
import { isFlag, isText, numberWithin, orLeftOut, orNull, recordOf, type Shape } from '../storage/shapes.ts';
import { isRecord } from '../storage/json-record.ts';
import { isQueueToKeep, type QueueToKeep } from './saved-queue.ts';
import type { TabStamp } from './tab-order.ts';

/** The queue of the tab that changed it or plays it, without files of this device: those are known to one page only. */
export interface QueueTold {
  kind: 'queue-told';
  stamp: TabStamp;
  /** Of what is current in it. */
  placeStamp: TabStamp;
  userId: string;
  isPlaying: boolean;
  queue: QueueToKeep;
}
/** The tab that plays has come to another item of the queue. */
export interface PlaceTold {
  kind: 'place-told';
  stamp: TabStamp;
  userId: string;
  itemId: string;
}
/** What was set in a tab for as long as the tabs are open. */
export interface SoundTold {
  kind: 'sound-told';
  stamp: TabStamp;
  sleepTimer: SleepTimer | null;
  isMuted: boolean;
}
/** What a person chose in one tab, for all of them to sound and look by; each part as the state of settings has it. */
export interface SettingsChanged {
  kind: 'settings-changed';
  synced?: object;
  device?: object;
}
interface PlayingStarted {
  kind: 'playing-started';
  /** Left out by pages of a version that has none: two songs at once would be heard where that is not. */
  stamp?: TabStamp | undefined;
}
/** `queue-asked` comes from a tab that was opened; those that have nothing to tell it say that they are there. */
interface Stamped {
  kind: 'queue-asked' | 'tab-there';
  stamp: TabStamp;
}
interface SignedIn {
  kind: 'signed-in';
  userId?: string | undefined;
}
interface SignedOut {
  kind: 'signed-out';
}

/** What tabs of this app on one device tell each other. */
export type TabMessage =
  | SignedIn
  | SignedOut
  | PlayingStarted
  | Stamped
  | QueueTold
  | PlaceTold
  | SoundTold
  | SettingsChanged;

/** The other tabs; where there are none, nothing is heard. */
export interface TabChannel {
  /** Reaches all tabs but this one. */
  post(message: TabMessage): void;
  /** Returns the unsubscription. */
  onMessage(listener: (message: TabMessage) => void): () => void;
}

const isStamp = recordOf<TabStamp>({ count: numberWithin(0, Number.MAX_SAFE_INTEGER), tab: isText });

const isStamped: Shape<object> = recordOf<Omit<Stamped, 'kind'>>({ stamp: isStamp });
const isAny: Shape<object> = isRecord;
const shapes: Readonly<Record<TabMessage['kind'], Shape<object>>> = {
  'signed-in': recordOf<Omit<SignedIn, 'kind'>>({ userId: orLeftOut(isText) }),
  'signed-out': isAny,
  'playing-started': recordOf<Omit<PlayingStarted, 'kind'>>({ stamp: orLeftOut(isStamp) }),
  'queue-asked': isStamped,
  'tab-there': isStamped,
  'queue-told': recordOf<Omit<QueueTold, 'kind'>>({
    stamp: isStamp,
    placeStamp: isStamp,
    userId: isText,
    isPlaying: isFlag,
    queue: isQueueToKeep,
  }),
  'place-told': recordOf<Omit<PlaceTold, 'kind'>>({ stamp: isStamp, userId: isText, itemId: isText }),
  'sound-told': recordOf<Omit<SoundTold, 'kind'>>({
    stamp: isStamp,
    sleepTimer: orNull(isSleepTimer),
    isMuted: isFlag,
  }),
  'settings-changed': recordOf<Omit<SettingsChanged, 'kind'>>({
    synced: orLeftOut(isAny),
    device: orLeftOut(isAny),
  }),
};

/** What another version of the app says is heard where this one knows it by that name and shape. */
export function isTabMessage(value: unknown): value is TabMessage {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || !Object.hasOwn(shapes, value['kind'])) return false;
  return shapes[value['kind'] as TabMessage['kind']](value);
}
