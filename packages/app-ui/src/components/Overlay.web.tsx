import { useLayoutEffect, useRef, type MouseEvent, type ReactNode, type RefObject, type SyntheticEvent } from 'react';
import type { StyleProp } from 'react-native';
import { Dom } from './Dom.tsx';

export interface OverlayProps {
  /** Asked by Escape, a press outside or a swipe: the owner stops rendering the overlay. */
  onClose: () => void;
  label: string;
  kind: 'dialog' | 'sheet' | 'menu' | 'screen';
  /** What gets the focus first; otherwise the first control inside. */
  initialFocus?: RefObject<HTMLElement | null>;
  dialogRef?: RefObject<HTMLDialogElement | null>;
  style?: StyleProp;
  children: ReactNode;
}

/**
 * The browser's modal dialog: it keeps the focus inside, makes the rest inert, lies above everything and gives the focus
 * back to what had it.
 */
export function Overlay({ onClose, label, kind, initialFocus, dialogRef, style, children }: OverlayProps) {
  const own = useRef<HTMLDialogElement>(null);
  const ref = dialogRef ?? own;
  // A layout effect: its cleanup runs while the dialog is still in the page, and close() then gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    initialFocus?.current?.focus();
    return () => dialog?.close();
  }, [ref, initialFocus]);
  const closeOnBackdrop = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target === ref.current) onClose();
  };
  return (
    <Dom<HTMLDialogElement>
      aria-label={label}
      as="dialog"
      dataSet={{ overlay: kind }}
      onCancel={(event: SyntheticEvent) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={closeOnBackdrop as never}
      ref={ref}
      style={style}
    >
      {children}
    </Dom>
  );
}
