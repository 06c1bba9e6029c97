import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useScrollContainer } from '#components/scroll-container.ts';
import { dropIndexAt, edgeScrollPx } from './queue-drag.ts';

interface DragOptions {
  rowCount: number;
  rowHeightPx: number;
  onDrop: (row: number, toIndex: number) => void;
}
export interface QueueDrag {
  row: number;
  gap: number;
  toIndex: number;
}

/** Dragging a row by its grip; the list scrolls when the pointer comes near its edges, Escape gives up. */
export function useQueueDrag({ rowCount, rowHeightPx, onDrop }: DragOptions) {
  const container = useScrollContainer();
  const [drag, setDrag] = useState<QueueDrag | null>(null);
  const pointerY = useRef(0);
  const listElement = useRef<Element | null>(null);

  const isDragging = drag !== null;
  useEffect(() => {
    if (!isDragging) return;
    let frame = requestAnimationFrame(function follow() {
      const box = container.current?.getBoundingClientRect();
      const list = listElement.current?.getBoundingClientRect();
      if (box && list) {
        const step = edgeScrollPx(pointerY.current, box.top, box.bottom);
        if (step !== 0) container.current?.scrollBy(0, step);
        setDrag((before) => {
          if (!before) return before;
          const next = dropIndexAt(pointerY.current - list.top, rowHeightPx, rowCount, before.row);
          return next.gap === before.gap ? before : { ...before, ...next };
        });
      }
      frame = requestAnimationFrame(follow);
    });
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setDrag(null);
      // Of the player around the list this is no press.
      event.preventDefault();
    };
    addEventListener('keydown', cancel, true);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('keydown', cancel, true);
    };
  }, [container, isDragging, rowCount, rowHeightPx]);

  const gripProps = (row: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      pointerY.current = event.clientY;
      listElement.current = event.currentTarget.closest('[data-virtual]');
      setDrag({ row, gap: row, toIndex: row });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      pointerY.current = event.clientY;
    },
    onPointerUp: () => {
      if (drag && drag.toIndex !== drag.row) onDrop(drag.row, drag.toIndex);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { drag, gripProps };
}
