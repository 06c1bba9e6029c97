import type { Track } from '@jetstream/api-contract';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Dom } from '#components/Dom.tsx';
import { Link } from '#components/Link.tsx';
import { useText } from '#locale/use-text.ts';
import { TrackStar } from './NowPlayingTrack.tsx';
import { useWordsStyles } from './now-playing-styles.ts';

interface PlayingWordsProps {
  track: Track;
  /** Of the title; 16 where the cover has made room for lyrics or the queue. */
  size: 16 | 28 | 40;
}

/** Title, artists and favourite of the full player. */
export function PlayingWords({ track, size }: PlayingWordsProps) {
  const styles = useWordsStyles();
  const text = useText();
  const isSmall = size === 16;
  const title = track.title || text('components.untitled');
  return (
    <Dom as="div" style={styles.words}>
      <Dom as="div" style={styles.titles}>
        <AppText level={isSmall ? 3 : 2} lines={isSmall ? 1 : 2} size={size} weight="bold">
          {track.albumId ? <Link to={{ screen: 'album', albumId: track.albumId }}>{title}</Link> : title}
        </AppText>
        <ArtistLinks
          artists={track.artists}
          credit={track.artistCredit || text('player.unknownArtist')}
          size={isSmall ? 12 : 16}
        />
      </Dom>
      <Dom as="div" style={styles.star}>
        <TrackStar size={48} track={track} />
      </Dom>
    </Dom>
  );
}
