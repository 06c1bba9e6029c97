import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { waveformPath } from './waveform-path.ts';
import { WaveformSlider } from './WaveformSlider.tsx';

/** The heights of the bars of a path. */
const heightsOf = (path: string): number[] =>
  [...path.matchAll(/ ([\d.]+)V([\d.]+)/g)].map(([, top, bottom]) => Number(bottom) - Number(top));

describe('the path of a waveform', () => {
  it('has a bar for each part, as high as what is in it, and the loudest fills the drawing', () => {
    const heights = heightsOf(waveformPath([0, 0, 100, 100, 200, 200], 3));
    expect(heights).toHaveLength(3);
    expect(heights[0]).toBe(4);
    expect(heights[1]).toBeGreaterThan(20);
    expect(heights[2]).toBe(96);
  });

  it('is flat without levels, and for silence', () => {
    expect(new Set(heightsOf(waveformPath(null, 50)))).toEqual(new Set([4]));
    expect(new Set(heightsOf(waveformPath(new Uint8Array(1000), 50)))).toEqual(new Set([4]));
  });

  it('repeats levels where there are fewer than bars', () => {
    expect(heightsOf(waveformPath([255], 4))).toEqual([96, 96, 96, 96]);
  });
});

describe('a slider with a waveform', () => {
  const draw = (levels: Uint8Array | null, onCommit = vi.fn<(value: number) => void>()) => {
    const view = render(
      <WaveformSlider
        bars={20}
        buffered={[{ start: 0, end: 50 }]}
        height={48}
        label="Position"
        levels={levels}
        max={100}
        min={0}
        onCommit={onCommit}
        step={5}
        value={25}
        valueText={(shown) => `${shown} of 100`}
      />,
    );
    return { onCommit, layers: () => [...view.container.querySelectorAll('[data-wave-layer]')] };
  };

  it('clips what is played and loaded out of one shape, and keeps its place until the shape has come', () => {
    const { layers } = draw(null);
    expect(layers().map((layer) => layer.getAttribute('data-wave-layer'))).toEqual(['rest', 'buffered', 'played']);
    expect(layers().at(-1)?.getAttribute('style')).toContain('inset(0 75.000% 0 0.000%)');
    expect(document.querySelector('[data-waveform="flat"]')).not.toBeNull();
  });

  it('goes by keys as every slider does', () => {
    const { onCommit } = draw(new Uint8Array(1000).fill(9));
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Position' }), { key: 'ArrowRight' });
    expect(onCommit).toHaveBeenCalledExactlyOnceWith(30);
  });
});
