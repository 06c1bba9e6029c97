import { foreseePlay, playAlbum, setRating, togglePlay, toggleStar } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch, useSourceMark } from '@jetstream/app-core/hooks';
import type { AlbumDetail } from '@jetstream/api-contract';
import { useEffect } from 'react';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Badge } from '#components/Badge.tsx';
import { Cover } from '#components/Cover.tsx';
import { MenuButton } from '#components/Menu.tsx';
import { Rating } from '#components/Rating.tsx';
import { StarButton } from '#components/StarButton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useLayout } from '#theme/use-layout.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { qualityText } from '../player/quality-text.ts';
import { CollectionHeader, coverSize } from './CollectionHeader.tsx';
import { PlayButtons } from './PlayButtons.tsx';

export function AlbumHeader({ album }: { album: AlbumDetail }) {
  const text = useText();
  const format = useFormat();
  const layout = useLayout();
  const { title, artists, artistCredit, trackCount, discCount, durationMs, year, isCompilation } = album;
  const quality = albumQuality(album);
  return (
    <CollectionHeader
      artwork={
        <Cover
          alt={text('components.coverOf', { title })}
          cover={album.cover}
          hasShadow
          isEager
          size="fill"
          sizeHint={coverSize(layout)}
          title={title}
        />
      }
      badges={quality && <Badge label={quality} />}
      facts={[
        year,
        text('library.songCount', { count: trackCount }),
        discCount > 1 ? text('library.discCount', { count: discCount }) : null,
        format.length(durationMs),
      ]}
      kind={text(isCompilation ? 'library.compilationKind' : 'library.album')}
      marks={<AlbumMarks album={album} />}
      parent={{ screen: 'library', segment: 'albums' }}
      playButtons={<AlbumPlayButtons album={album} />}
      subtitle={
        <ArtistLinks
          align={layout === 'phone' ? 'center' : 'start'}
          artists={artists}
          credit={artistCredit}
          lines={2}
          size={20}
          tone="text"
        />
      }
      title={title}
    />
  );
}

function AlbumPlayButtons({ album }: { album: AlbumDetail }) {
  const dispatch = useAppDispatch();
  const mark = useSourceMark('album', album.id);
  const first = album.tracks.find((track) => !track.isMissing);
  // Who opens an album is likely to play it: its button is the page's first.
  useEffect(() => {
    if (first) dispatch(foreseePlay(first));
  }, [dispatch, first]);
  return (
    <PlayButtons
      isDisabled={album.tracks.every((track) => track.isMissing)}
      mark={mark}
      onPlay={() => void dispatch(mark === null ? playAlbum(album.id, { isShuffled: false }) : togglePlay())}
      onShuffle={() => void dispatch(playAlbum(album.id, { isShuffled: true }))}
    />
  );
}

function AlbumMarks({ album }: { album: AlbumDetail }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const annotation = useAnnotation('album', album);
  const isStarred = annotation.starredAt !== null;
  const target = { kind: 'album', id: album.id, annotation } as const;
  return (
    <>
      <StarButton
        isStarred={isStarred}
        onToggle={() => void dispatch(toggleStar({ ...target, isStarred: !isStarred }))}
        size={40}
        title={album.title}
      />
      <Rating
        label={text('menus.rateItem', { title: album.title })}
        onChange={(rating) => void dispatch(setRating({ ...target, rating }))}
        value={annotation.rating}
      />
      <MenuButton
        items={() => menus.album(album, { isOnAlbum: true })}
        label={text('components.moreFor', { title: album.title })}
        menuLabel={album.title}
        size={40}
      />
    </>
  );
}

/** One label when all files are alike, nothing when an album is of many kinds. */
export function albumQuality({ tracks }: Pick<AlbumDetail, 'tracks'>): string | undefined {
  const labels = new Set(tracks.map((track) => qualityOf(track.format)));
  return labels.size === 1 ? [...labels][0] : undefined;
}

/** Bit rates of lossy files differ from song to song and would never be alike. */
const qualityOf = (format: AlbumDetail['tracks'][number]['format']): string =>
  qualityText(format.isLossless ? format : { ...format, bitrateKbps: null });
