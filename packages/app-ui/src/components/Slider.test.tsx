import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Slider } from './Slider.tsx';
import { valueAtPointer } from './slider-value.ts';

function renderSlider(value = 30) {
  const onCommit = vi.fn<(value: number) => void>();
  render(
    <Slider
      label="Position"
      max={100}
      min={0}
      onCommit={onCommit}
      pageStep={20}
      step={5}
      value={value}
      valueText={(shown) => `${shown} of 100`}
    />,
  );
  return { onCommit, slider: screen.getByRole('slider', { name: 'Position' }) };
}

describe('a slider', () => {
  it('tells assistive tools its value in words', () => {
    const { slider } = renderSlider();
    expect(slider.getAttribute('aria-valuenow')).toBe('30');
    expect(slider.getAttribute('aria-valuetext')).toBe('30 of 100');
  });

  it.each([
    ['ArrowRight', 35],
    ['ArrowLeft', 25],
    ['ArrowUp', 35],
    ['PageUp', 50],
    ['PageDown', 10],
    ['Home', 0],
    ['End', 100],
  ])('goes by %s to %i', (key, expected) => {
    const { onCommit, slider } = renderSlider();
    fireEvent.keyDown(slider, { key });
    expect(onCommit).toHaveBeenCalledExactlyOnceWith(expected);
  });

  it('stops at its ends and leaves other keys alone', () => {
    const { onCommit, slider } = renderSlider(99);
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(onCommit).toHaveBeenLastCalledWith(100);
    const event = new KeyboardEvent('keydown', { key: 'm', bubbles: true, cancelable: true });
    slider.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('tells the value under the pointer while it is dragged, and its own again after that', () => {
    const { slider } = renderSlider();
    slider.setPointerCapture = () => undefined;
    slider.getBoundingClientRect = () => new DOMRect(0, 0, 100, 24);
    fireEvent.pointerDown(slider, { button: 0, clientX: 70 });
    expect(slider.getAttribute('aria-valuenow')).toBe('70');
    expect(slider.getAttribute('aria-valuetext')).toBe('70 of 100');
    fireEvent.keyDown(slider, { key: 'Escape' });
    expect(slider.getAttribute('aria-valuetext')).toBe('30 of 100');
  });

  it('gives up a drag by Escape, which then closes nothing around it', () => {
    const { onCommit, slider } = renderSlider();
    slider.setPointerCapture = () => undefined;
    const escape = (): boolean => fireEvent.keyDown(slider, { key: 'Escape' });
    expect(escape()).toBe(true);
    fireEvent.pointerDown(slider, { button: 0, clientX: 10 });
    expect(escape()).toBe(false);
    fireEvent.pointerUp(slider, { button: 0, clientX: 10 });
    expect(onCommit).not.toHaveBeenCalled();
  });

  it('follows the pointer, mirrored where writing runs from the right', () => {
    const range = { min: 0, max: 200, step: 1 };
    expect(valueAtPointer(150, { left: 100, width: 200 }, range)).toBe(50);
    expect(valueAtPointer(150, { left: 100, width: 200 }, range, true)).toBe(150);
    expect(valueAtPointer(900, { left: 100, width: 200 }, range)).toBe(200);
  });
});
