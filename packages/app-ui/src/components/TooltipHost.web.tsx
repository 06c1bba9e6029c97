import { useEffect, useRef } from 'react';

const delayMs = 500;

function place(tip: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const above = box.top - own.height - 8;
  const top = above >= 4 ? above : box.bottom + 8;
  const left = Math.max(4, Math.min(box.left + box.width / 2 - own.width / 2, innerWidth - own.width - 4));
  Object.assign(tip.style, { top: `${top}px`, left: `${left}px` });
}

function describe(tip: HTMLElement, anchor: HTMLElement): void {
  const keys = anchor.getAttribute('aria-keyshortcuts');
  tip.replaceChildren(anchor.dataset['tooltip'] ?? '');
  if (!keys) return;
  const hint = document.createElement('kbd');
  hint.textContent = keys.replaceAll('+', ' ');
  tip.append(hint);
}

/** One tooltip for every `data-tooltip`, so that buttons keep no state for it. Keyboard focus shows it as well; Escape hides it. */
export function TooltipHost() {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let anchor: HTMLElement | null = null;
    const hide = () => {
      clearTimeout(timer);
      anchor = null;
      if (tip.current?.matches(':popover-open')) tip.current.hidePopover();
    };
    const show = () => {
      if (!anchor?.isConnected || !tip.current) return;
      describe(tip.current, anchor);
      tip.current.showPopover();
      place(tip.current, anchor);
    };
    const arm = (target: EventTarget | null, delay: number) => {
      const next = target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;
      if (next === anchor) return;
      hide();
      anchor = next;
      if (next) timer = setTimeout(show, delay);
    };
    const onOver = (event: PointerEvent) => event.pointerType === 'mouse' && arm(event.target, delayMs);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(':focus-visible') && arm(event.target, 150);
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    const stop = new AbortController();
    const options = { signal: stop.signal, capture: true, passive: true };
    addEventListener('pointerover', onOver, options);
    addEventListener('focusin', onFocus, options);
    addEventListener('focusout', hide, options);
    addEventListener('pointerdown', hide, options);
    addEventListener('scroll', hide, options);
    addEventListener('keydown', onKey, options);
    return () => {
      stop.abort();
      hide();
    };
  }, []);
  return <div aria-hidden="true" data-tooltip-host="" popover="manual" ref={tip} />;
}
