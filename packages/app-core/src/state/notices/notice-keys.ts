import type { FailureReason } from '#services/audio/audio-engine.ts';

/** Every text that app-core asks the locale for (area `notices`), with the parameters it brings. */
export interface NoticeTexts {
  /** {title} cannot be played here, neither as it is nor encoded. */
  'notices.failedUnsupported': { title: string };
  /** The file of {title} is gone. */
  'notices.failedMissing': { title: string };
  /** {title} cannot be played: the session is over. */
  'notices.failedUnauthenticated': { title: string };
  /** {title} cannot be played: the server does not answer. */
  'notices.failedUnreachable': { title: string };
  /** {title}, a file of this device, was passed over: the browser cannot play it, and only a server could convert it. */
  'notices.failedUnsupportedFile': { title: string };
  /** The file of {title} is damaged. */
  'notices.failedDamaged': { title: string };
  /** {title} waits: no speakers are connected. */
  'notices.failedNoOutput': { title: string };
  /** The browser wants a click before sound starts; button `notices.play`. */
  'notices.playBlocked': Record<never, never>;
  /** Nothing found to play. */
  'notices.nothingToPlay': Record<never, never>;
  /** The tracks to play could not be fetched. */
  'notices.loadFailed': Record<never, never>;
  'notices.playsNext': { count: number; title: string };
  'notices.addedToQueue': { count: number; title: string };
  /** The queue holds {limit} tracks and no more. */
  'notices.queueFull': { limit: number };
  /** Button `notices.undo`. */
  'notices.removedFromQueue': { title: string };
  /** Button `notices.undo`. */
  'notices.queueCleared': { count: number };
  /** A star or rating could not be saved. */
  'notices.annotationFailed': Record<never, never>;
  /** Files of this device were chosen, but what reads them could not be fetched. */
  'notices.localFilesFailed': Record<never, never>;
  /** The person, or the browser, does not let the app see the sound outputs. */
  'notices.outputsRefused': Record<never, never>;
  /** Speed was changed by a key, far from where it is shown: {value} is 1 for that of the recording. */
  'notices.speedIs': { value: number };
  /** Signed out by the server; sign in again. */
  'notices.sessionEnded': Record<never, never>;
}

export type NoticeTextKey = keyof NoticeTexts;
export type NoticeActionTextKey = 'notices.undo' | 'notices.play';

export const failureTextKeys = {
  unsupported: 'notices.failedUnsupported',
  missing: 'notices.failedMissing',
  unauthenticated: 'notices.failedUnauthenticated',
  unreachable: 'notices.failedUnreachable',
  'unsupported-file': 'notices.failedUnsupportedFile',
  damaged: 'notices.failedDamaged',
  'no-output': 'notices.failedNoOutput',
} as const satisfies Record<FailureReason, NoticeTextKey>;
