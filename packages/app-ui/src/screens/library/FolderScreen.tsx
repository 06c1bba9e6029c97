import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useRouteOf } from '#navigation/navigation.tsx';
import { BackButton } from '../items/BackButton.tsx';
import { FolderContent, useFolder } from './FolderContent.tsx';

export function FolderScreen() {
  const text = useText();
  const folderId = useRouteOf('folder')?.folderId;
  const { currentData } = useFolder(folderId);
  return (
    <Screen
      leading={folderId !== undefined && <BackButton fallback={{ screen: 'library', segment: 'folders' }} />}
      title={currentData?.folder?.name ?? text('library.folders')}
    >
      <FolderContent folderId={folderId} />
    </Screen>
  );
}
