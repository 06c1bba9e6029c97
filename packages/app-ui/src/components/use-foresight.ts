import { useEffect, useRef } from 'react';

/** Shorter visits are of a pointer on its way to something else. */
const RESTS_AFTER_MS = 80;

/** Props for what plays when it is pressed: tells that a pointer or the focus rests on it, and of a press before it is over. */
export function useForesight(onForeseen: (() => void) | undefined) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!onForeseen) return {};
  const leave = () => clearTimeout(timer.current);
  const rest = () => {
    leave();
    timer.current = setTimeout(onForeseen, RESTS_AFTER_MS);
  };
  return {
    onPointerEnter: rest,
    onPointerLeave: leave,
    onFocus: rest,
    onBlur: leave,
    onPointerDownCapture: onForeseen,
  };
}
