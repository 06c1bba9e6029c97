import type { Track } from '@jetstream/api-contract';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Dom } from '#components/Dom.tsx';
import { Link } from '#components/Link.tsx';
import { useText } from '#locale/use-text.ts';
import { TrackStar } from './NowPlayingTrack.tsx';
import { useWordsStyles } from './now-playing-styles.ts';

/** Title, artists and favourite of the full player; small where the cover has made room for lyrics or the queue. */
export function PlayingWords({ track, isSmall = false }: { track: Track; isSmall?: boolean }) {
  const styles = useWordsStyles();
  const text = useText();
  const title = track.title || text('components.untitled');
  return (
    <Dom as="div" style={styles.words}>
      <Dom as="div" style={styles.titles}>
        <AppText level={isSmall ? 3 : 2} lines={isSmall ? 1 : 2} size={isSmall ? 16 : 28} weight="bold">
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
