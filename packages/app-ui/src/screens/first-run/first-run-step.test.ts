import type { Library } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { firstRunStep, type FirstRunFacts } from './first-run-step.ts';

const facts = (changes: Partial<FirstRunFacts> = {}): FirstRunFacts => ({
  isSignedIn: true,
  libraries: [],
  demoAlbum: undefined,
  isChoosingMore: false,
  hasConfirmedFolders: false,
  ...changes,
});
const buildLibrary = (changes: Partial<Library> = {}): Library => ({
  id: 'l1',
  name: 'Music',
  path: '/music',
  isManaged: false,
  isReachable: true,
  trackCount: 0,
  addedAt: '2026-01-01T00:00:00.000Z',
  lastScannedAt: null,
  ...changes,
});
describe('firstRunStep', () => {
  it('asks for the account before anything else', () => {
    expect(firstRunStep(facts({ isSignedIn: false, libraries: [buildLibrary()] }))).toBe('account');
  });

  it('continues at the folders after a reload without any, and at listening with one', () => {
    expect(firstRunStep(facts())).toBe('music');
    expect(firstRunStep(facts({ libraries: [buildLibrary()] }))).toBe('listen');
  });

  it('shows configured folders before going on, since the user did not choose them here', () => {
    const libraries = [buildLibrary({ isManaged: true })];
    expect(firstRunStep(facts({ libraries }))).toBe('music');
    expect(firstRunStep(facts({ libraries, hasConfirmedFolders: true }))).toBe('listen');
  });

  it('listens while the demo album is being composed', () => {
    expect(firstRunStep(facts({ demoAlbum: { state: 'rendering', progress: 0.2, libraryId: null } }))).toBe('listen');
    expect(firstRunStep(facts({ demoAlbum: { state: 'absent', progress: 0, libraryId: null } }))).toBe('music');
  });

  it('goes back to add another folder when asked', () => {
    expect(firstRunStep(facts({ libraries: [buildLibrary()], isChoosingMore: true }))).toBe('music');
  });
});
