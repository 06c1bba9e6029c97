import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SoundId, TrackId } from './ids.ts';
import { findTrackOfSound, isAnalysisDue, toSoundId } from './track-analysis.ts';

const file = { id: 't1' as TrackId, audioKey: null, sizeBytes: 10, modifiedAtMs: 20 };
const state = { id: 's1' as SoundId, version: 2, fault: null };
const fault = { code: 'media-missing', message: 'gone', tries: 1 } as const;

it('knows a sound by its audio, and by its file where that is all there is', () => {
  assert.equal(toSoundId({ ...file, audioKey: 'k' }), toSoundId({ ...file, id: 't2' as TrackId, audioKey: 'k' }));
  assert.equal(toSoundId(file), toSoundId({ ...file }));
  assert.notEqual(toSoundId(file), toSoundId({ ...file, modifiedAtMs: 21 }));
  assert.equal(findTrackOfSound(toSoundId(file)), file.id);
  assert.equal(findTrackOfSound('k' as SoundId), undefined);
});

it('measures what was never measured, and what an older version measured', () => {
  assert.equal(isAnalysisDue(undefined, 2), true);
  assert.equal(isAnalysisDue({ ...state, version: 1 }, 2), true);
  assert.equal(isAnalysisDue(state, 2), false);
});

it('tries again what may have been bad luck, three times in all, and never what cannot be read', () => {
  assert.equal(isAnalysisDue({ ...state, fault }, 2), true);
  assert.equal(isAnalysisDue({ ...state, fault: { ...fault, tries: 3 } }, 2), false);
  assert.equal(isAnalysisDue({ ...state, fault: { ...fault, code: 'media-unreadable' } }, 2), false);
});
