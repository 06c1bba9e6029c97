import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { demoAlbum, demoCoverSvg, renderDemoTrack, type StereoAudio } from './demo-album.ts';

/** Low enough to be quick, high enough for every voice but the cymbals' air. */
const sampleRate = 8000;
const renderings = demoAlbum.tracks.map((_, index) => renderDemoTrack(index, { sampleRate }));

suite('demo album', () => {
  test('has four pieces of 60 to 100 seconds, each with its own tempo', () => {
    assert.equal(demoAlbum.tracks.length, 4);
    for (const track of demoAlbum.tracks)
      assert.ok(track.durationMs >= 60_000 && track.durationMs <= 100_000, track.title);
    assert.equal(new Set(demoAlbum.tracks.map(({ bpm }) => bpm)).size >= 3, true);
  });

  test('renders exactly as many samples as the track says it lasts', () => {
    renderings.forEach(({ left, right }, index) => {
      const expected = ((demoAlbum.tracks[index]?.durationMs ?? 0) * sampleRate) / 1000;
      assert.ok(Math.abs(left.length - expected) <= 1);
      assert.equal(right.length, left.length);
    });
  });

  test('stays under the ceiling, holds only numbers and has no offset', () => {
    renderings.forEach((audio, index) => {
      const { peak, mean } = measure(audio);
      assert.ok(peak > 0.2 && peak < 10 ** (-1 / 20), `track ${index} peaks at ${peak}`);
      assert.ok(Math.abs(mean) < 1e-3, `track ${index} sits at ${mean}`);
    });
  });

  test('is about as loud as other music, and evenly so across the album', () => {
    renderings.forEach((audio, index) => {
      const { loudnessDb } = measure(audio);
      assert.ok(loudnessDb > -22 && loudnessDb < -11, `track ${index} has ${loudnessDb} dB`);
    });
  });

  test('never falls silent for more than a second within a piece', () => {
    renderings.forEach(({ left, right }, index) => {
      const end = left.length - 4 * sampleRate;
      for (let from = sampleRate / 2; from < end; from += sampleRate) {
        const slice = {
          left: left.subarray(from, from + sampleRate),
          right: right.subarray(from, from + sampleRate),
          sampleRate,
        };
        assert.ok(measure(slice).peak > 0.004, `track ${index} is silent at ${from / sampleRate} s`);
      }
    });
  });

  test('starts and ends on silence, so that playing it alone does not click', () => {
    for (const index of [0, 1]) assert.ok(Math.abs(renderings[index]?.left[0] ?? 1) < 1e-4);
    for (const index of [0, 1, 3]) assert.ok(Math.abs(renderings[index]?.left.at(-1) ?? 1) < 1e-4);
  });

  test('runs from the third piece into the fourth without a jump', () => {
    const [third, fourth] = [renderings[2], renderings[3]];
    assert.ok(third !== undefined && fourth !== undefined);
    for (const side of ['left', 'right'] as const) {
      const around: number[] = [...third[side].subarray(-400), ...fourth[side].subarray(0, 400)];
      const steps = around.slice(1).map((sample, index) => Math.abs(sample - (around[index] ?? 0)));
      const atJoin = steps[399] ?? Infinity;
      assert.ok(atJoin <= Math.max(...steps.filter((_, index) => index !== 399)), `a step of ${atJoin}`);
      assert.ok(Math.max(...around.map(Math.abs)) > 0.01, 'the join must sound, or it proves nothing');
    }
  });

  test('carries a poem whose lines come in order and before the piece ends', () => {
    const track = demoAlbum.tracks.find(({ lyrics }) => lyrics !== undefined);
    const stamps = [...(track?.lyrics ?? '').matchAll(/^\[(\d\d):(\d\d\.\d\d)\]/gm)].map(
      ([, m, s]) => Number(m) * 60 + Number(s),
    );
    assert.ok(stamps.length > 8);
    stamps.forEach((stamp, index) => assert.ok(index === 0 || stamp > (stamps[index - 1] ?? 0)));
    assert.ok((stamps.at(-1) ?? Infinity) * 1000 < (track?.durationMs ?? 0));
    assert.match(track?.lyrics ?? '', /instrumental/);
  });

  test('refuses a track it does not have', () => {
    assert.throws(() => renderDemoTrack(4), RangeError);
  });
});

test('the cover is a square picture that needs no font', () => {
  const svg = demoCoverSvg();
  assert.match(svg, /^<svg [^>]*width="1200" height="1200"/);
  assert.doesNotMatch(svg, /<text|NaN|undefined/);
  assert.equal(demoCoverSvg(), svg);
});

function measure({ left, right }: StereoAudio): { peak: number; mean: number; loudnessDb: number } {
  let [peak, sum, power] = [0, 0, 0];
  for (let index = 0; index < left.length; index += 1) {
    const [a, b] = [left[index] ?? Number.NaN, right[index] ?? Number.NaN];
    assert.ok(Number.isFinite(a) && Number.isFinite(b));
    peak = Math.max(peak, Math.abs(a), Math.abs(b));
    sum += a + b;
    power += a * a + b * b;
  }
  return { peak, mean: sum / left.length / 2, loudnessDb: 10 * Math.log10(power / left.length / 2) };
}
