import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { useText } from '#locale/use-text.ts';

export interface ConfirmDialogProps {
  title: string;
  /** What will be lost and what will not. */
  message: string;
  confirmLabel: string;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ title, message, confirmLabel, isBusy, onConfirm, onClose }: ConfirmDialogProps) {
  const text = useText();
  return (
    <Dialog
      actions={
        <>
          <Button kind="quiet" label={text('components.cancel')} onPress={onClose} />
          <Button isBusy={isBusy} kind="danger" label={confirmLabel} onPress={onConfirm} />
        </>
      }
      onClose={onClose}
      title={title}
    >
      <AppText tone="muted">{message}</AppText>
    </Dialog>
  );
}
