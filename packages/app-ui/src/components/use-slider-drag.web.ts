import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { valueAfterKey, valueAtPointer, type SliderRange } from './slider-value.ts';

interface SliderDragOptions extends SliderRange {
  value: number;
  isDisabled: boolean;
  onChange: ((value: number) => void) | undefined;
  onCommit: ((value: number) => void) | undefined;
}

const isRtlOf = (element: Element) => getComputedStyle(element).direction === 'rtl';
const isHeld = (event: KeyboardEvent) => event.altKey || event.ctrlKey || event.metaKey;

/** Pointer and keys of a slider: the value being dragged, the one under the pointer, and the handlers. */
export function useSliderDrag(options: SliderDragOptions) {
  const { value, isDisabled, onChange, onCommit } = options;
  const [dragged, setDragged] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const at = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) =>
    valueAtPointer(clientX, currentTarget.getBoundingClientRect(), options, isRtlOf(currentTarget));
  const drag = (event: PointerEvent<HTMLElement>) => {
    setDragged(at(event));
    onChange?.(at(event));
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (isDisabled || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (isDisabled) return;
      setHovered(at(event));
      if (dragged !== null) drag(event);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (dragged === null) return;
      setDragged(null);
      onCommit?.(at(event));
    },
    onPointerLeave: () => setHovered(null),
    onPointerCancel: () => setDragged(null),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape' && dragged !== null) {
        setDragged(null);
        // It gives up the drag, and closes nothing around it.
        return event.preventDefault();
      }
      if (isDisabled || isHeld(event)) return undefined;
      const next = valueAfterKey(event.key, dragged ?? value, options, isRtlOf(event.currentTarget));
      if (next === undefined) return undefined;
      event.preventDefault();
      event.stopPropagation();
      onChange?.(next);
      onCommit?.(next);
      return undefined;
    },
  };
  return { shown: dragged ?? value, tip: dragged ?? hovered, isDragging: dragged !== null, handlers };
}
