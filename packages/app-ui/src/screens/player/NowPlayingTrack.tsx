import { isLocalId, toggleStar } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Cover } from '#components/Cover.tsx';
import { Link } from '#components/Link.tsx';
import { StarButton } from '#components/StarButton.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, minWidth: 0 },
  // The gap sets the two links 24 px apart, as WCAG 2.2 asks of small targets.
  cover: { flexShrink: 0 },
  words: { flexShrink: 1, minWidth: 0, gap: 5 },
}));

export function TrackStar({ track, size = 36 }: { track: Track; size?: 32 | 36 | 48 }) {
  const dispatch = useAppDispatch();
  const annotation = useAnnotation('track', track);
  const isStarred = annotation.starredAt !== null;
  if (isLocalId(track.id)) return null;
  return (
    <StarButton
      isStarred={isStarred}
      onToggle={() => void dispatch(toggleStar({ kind: 'track', id: track.id, isStarred: !isStarred, annotation }))}
      size={size}
      title={track.title}
    />
  );
}

/** What plays, at the start of the bar: cover, title, artists, favourite. */
export function NowPlayingTrack({ track }: { track: Track }) {
  const styles = useStyles();
  const text = useText();
  const title = track.title || text('components.untitled');
  return (
    <View style={styles.row}>
      <Link
        dataSet={{ playingCover: 'bar' }}
        kind="block"
        label={text('player.fullScreen')}
        style={styles.cover}
        to={{ screen: 'now-playing' }}
      >
        <Cover cover={track.cover} radius={4} size={56} title={track.albumTitle ?? title} />
      </Link>
      <View style={styles.words}>
        <AppText lines={1} weight="medium">
          {track.albumId ? <Link to={{ screen: 'album', albumId: track.albumId }}>{title}</Link> : title}
        </AppText>
        <ArtistLinks artists={track.artists} credit={track.artistCredit || text('player.unknownArtist')} size={12} />
      </View>
      <TrackStar track={track} />
    </View>
  );
}
