import { selectUploadTotals, selectUser } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { Button } from '#components/Button.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SegmentedTabs } from '#components/SegmentedTabs.tsx';
import { segmentKeys } from '#layouts/destinations.ts';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { librarySegments, type LibrarySegment } from '#navigation/app-route.ts';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { AlbumsSegment } from './AlbumsSegment.tsx';
import { ArtistsSegment } from './ArtistsSegment.tsx';
import { FavouritesSegment } from './FavouritesSegment.tsx';
import { FolderContent } from './FolderContent.tsx';
import { GenresSegment } from './GenresSegment.tsx';
import { SongsSegment } from './SongsSegment.tsx';

const panels: Record<LibrarySegment, () => React.ReactNode> = {
  albums: AlbumsSegment,
  artists: ArtistsSegment,
  songs: SongsSegment,
  genres: GenresSegment,
  folders: RootFolder,
  favourites: FavouritesSegment,
};
const panelId = 'library-panel';
const useStyles = createStyles(({ space }) => ({ panel: { gap: space.lg, minWidth: 0 } }));

export function LibraryScreen() {
  const styles = useStyles();
  const text = useText();
  const { replace } = useNavigation();
  const segment = useRouteOf('library')?.segment ?? 'albums';
  const Panel = panels[segment];
  return (
    <Screen
      actions={
        <>
          <LocalFilesButton />
          <UploadButton />
        </>
      }
      documentTitle={text(segmentKeys[segment])}
      title={text('library.title')}
      toolbar={
        <SegmentedTabs
          label={text('library.segments')}
          onChange={(next) => replace({ screen: 'library', segment: next })}
          options={librarySegments.map((value) => ({ value, label: text(segmentKeys[value]) }))}
          panelId={panelId}
          value={segment}
        />
      }
    >
      <View aria-label={text(segmentKeys[segment])} id={panelId} role="tabpanel" style={styles.panel}>
        <Panel key={segment} />
      </View>
    </Screen>
  );
}

/** Where there is no sidebar. */
function LocalFilesButton() {
  const text = useText();
  const { navigate } = useNavigation();
  const layout = useLayout();
  const button = {
    icon: 'device',
    label: text('localFiles.title'),
    onPress: () => navigate({ screen: 'local-files' }),
  } as const;
  if (layout === 'desktop') return null;
  return layout === 'phone' ? <IconButton {...button} /> : <Button {...button} size="small" />;
}

/** Listeners have none: what is uploaded is heard by everybody. */
function UploadButton() {
  const text = useText();
  const { navigate } = useNavigation();
  const isListener = useAppSelector(selectUser)?.role === 'listener';
  const { openCount } = useAppSelector(selectUploadTotals);
  if (isListener) return null;
  return (
    <Button
      icon="upload"
      label={openCount > 0 ? text('uploads.openCount', { count: openCount }) : text('uploads.open')}
      onPress={() => navigate({ screen: 'uploads' })}
      size="small"
    />
  );
}

function RootFolder() {
  return <FolderContent folderId={undefined} />;
}
