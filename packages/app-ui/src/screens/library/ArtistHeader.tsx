import { playArtist, togglePlay, toggleStar } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch, useSourceMark } from '@jetstream/app-core/hooks';
import type { ArtistDetail } from '@jetstream/api-contract';
import { MenuButton } from '#components/Menu.tsx';
import { StarButton } from '#components/StarButton.tsx';
import { useText } from '#locale/use-text.ts';
import { useLayout } from '#theme/use-layout.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { CollectionHeader, coverSize } from './CollectionHeader.tsx';
import { CoverMosaic } from './CoverMosaic.tsx';
import { PlayButtons } from './PlayButtons.tsx';

export function ArtistHeader({ artist }: { artist: ArtistDetail }) {
  const text = useText();
  const layout = useLayout();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const annotation = useAnnotation('artist', artist);
  const mark = useSourceMark('artist', artist.id);
  const isStarred = annotation.starredAt !== null;
  const { id, name } = artist;
  const covers = artist.albums.flatMap(({ cover }) => cover ?? []);
  return (
    <CollectionHeader
      artwork={<CoverMosaic covers={covers} isRound main={artist.cover} sizeHint={coverSize(layout)} title={name} />}
      facts={[
        artist.albumCount > 0 ? text('library.albumCount', { count: artist.albumCount }) : null,
        text('library.songCount', { count: artist.trackCount }),
      ]}
      kind={text('library.artist')}
      marks={
        <>
          <StarButton
            isStarred={isStarred}
            onToggle={() => void dispatch(toggleStar({ kind: 'artist', id, annotation, isStarred: !isStarred }))}
            size={40}
            title={name}
          />
          <MenuButton
            items={() => menus.artist(artist, { isOnArtist: true })}
            label={text('components.moreFor', { title: name })}
            menuLabel={name}
            size={40}
          />
        </>
      }
      parent={{ screen: 'library', segment: 'artists' }}
      playButtons={
        <PlayButtons
          isDisabled={artist.trackCount === 0}
          mark={mark}
          onPlay={() => void dispatch(mark === null ? playArtist(id, { isShuffled: false }) : togglePlay())}
          onShuffle={() => void dispatch(playArtist(id, { isShuffled: true }))}
        />
      }
      title={name}
    />
  );
}
