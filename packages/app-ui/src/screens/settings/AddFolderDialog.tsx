import { notify } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import { Button } from '#components/Button.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { useText } from '#locale/use-text.ts';
import { FolderPicker } from '../folders/FolderPicker.tsx';
import { useAddFolder } from '../folders/use-add-folder.ts';

export function AddFolderDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const folder = useAddFolder(({ name }) => {
    dispatch(notify({ kind: 'info', textKey: 'settings.folderAdded', params: { name } }));
    onClose();
  });
  return (
    <Dialog
      actions={
        <>
          <Button kind="quiet" label={text('components.cancel')} onPress={onClose} />
          <Button
            isBusy={folder.isBusy}
            isDisabled={folder.path.trim() === ''}
            kind="primary"
            label={text('firstRun.addAndScan')}
            onPress={folder.add}
          />
        </>
      }
      onClose={onClose}
      size="medium"
      title={text('settings.addFolderTitle')}
    >
      <FolderPicker error={folder.error} onChange={folder.setPath} path={folder.path} />
    </Dialog>
  );
}
