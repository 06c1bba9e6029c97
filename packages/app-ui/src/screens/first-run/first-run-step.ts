import type { DemoAlbumState, Library } from '@jetstream/api-contract';

export type FirstRunStep = 'account' | 'music' | 'listen';

export interface FirstRunFacts {
  isSignedIn: boolean;
  libraries: readonly Library[];
  demoAlbum: DemoAlbumState | undefined;
  /** The user went back to add another folder. */
  isChoosingMore: boolean;
  /** The user looked at the folders that the configuration names and went on. */
  hasConfirmedFolders: boolean;
}

/** Where first run stands, from what the server knows, so that a reload in the middle continues in the right place. */
export function firstRunStep(facts: FirstRunFacts): FirstRunStep {
  if (!facts.isSignedIn) return 'account';
  if (facts.isChoosingMore) return 'music';
  const hasChosen = facts.libraries.some((library) => !library.isManaged) || facts.hasConfirmedFolders;
  const hasDemo = facts.demoAlbum?.state === 'rendering' || facts.demoAlbum?.state === 'ready';
  return hasChosen || hasDemo ? 'listen' : 'music';
}
