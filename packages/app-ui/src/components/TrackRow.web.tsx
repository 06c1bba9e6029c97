import { memo, type MouseEvent, type ReactNode } from 'react';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance, useTheme } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';
import { AppText } from './AppText.tsx';
import { ArtistLinks } from './ArtistLinks.tsx';
import { Cover, type CoverArt } from './Cover.tsx';
import { Dom } from './Dom.tsx';
import { IconButton } from './IconButton.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { Link } from './Link.tsx';
import { MenuButton } from './Menu.tsx';
import type { MenuItem } from './menu-item.ts';
import { StarButton } from './StarButton.tsx';
import { trackRowHeight } from './track-row-height.ts';
import { useContextMenu } from './use-context-menu.ts';
import { useForesight } from './use-foresight.ts';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export interface TrackRowTrack {
  id: string;
  title: string;
  artistCredit: string;
  artists: readonly { id: string; name: string }[];
  albumId: string | null;
  albumTitle: string | null;
  durationMs: number;
  cover: CoverArt | null;
  isMissing: boolean;
}
export interface TrackRowProps {
  track: TrackRowTrack;
  /** What stands at the start: a number, the cover, or the cover after a number. */
  lead?: 'number' | 'cover' | 'number-and-cover';
  number?: number | null;
  hasAlbum?: boolean;
  /** Off on an album whose tracks are all by its artist. */
  hasArtist?: boolean;
  /** It is the track in the player. */
  isCurrent?: boolean;
  isPlaying?: boolean;
  isStarred?: boolean;
  isSelected?: boolean;
  /** Follows the user's setting when left out. */
  isDense?: boolean;
  /** Plays from here, or pauses and resumes when it is the current track. */
  onPlay: () => void;
  /** A double press: plays from here whatever plays; as `onPlay` when left out. */
  onPlayFromHere?: () => void;
  /** It may be played in a moment. */
  onForeseen?: () => void;
  onToggleStar?: () => void;
  menuItems?: () => readonly MenuItem[];
  /** A fact before the duration, such as the number of plays. */
  trailing?: ReactNode;
  /** A control before the lead, such as the grip of the queue. */
  leading?: ReactNode;
}

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  row: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    paddingStart: space.sm,
    paddingEnd: space.xs,
    borderRadius: radius.row,
    width: '100%',
    position: 'relative',
    cursor: 'default',
  },
  selected: { backgroundColor: colors.tint },
  missing: { opacity: 0.55 },
  lead: {
    width: scaled(32),
    height: scaled(32),
    flexShrink: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    position: 'relative',
  },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 3, flexShrink: 1, flexBasis: 0, minWidth: 0 },
  wordsDense: { flexDirection: 'row', alignItems: 'baseline', gap: space.sm },
  titleDense: { flexShrink: 0, maxWidth: '70%' },
  album: { flexGrow: 2, flexShrink: 1, flexBasis: 0, minWidth: 0, display: 'flex' },
  end: { display: 'flex', flexDirection: 'row', alignItems: 'center', gap: space.xs, flexShrink: 0 },
  time: { minWidth: scaled(44), display: 'flex', justifyContent: 'flex-end' },
}));

const isControl = (event: MouseEvent) =>
  event.target instanceof Element && event.target.closest('a, button, [role="slider"]') !== null;

function Lead({ track, number, isCurrent = false, isPlaying = false, onPlay }: TrackRowProps) {
  const styles = useStyles();
  return (
    <Dom as="div" dataSet={{ rowLead: '' }} style={styles.lead}>
      <Dom as="span" dataSet={{ rowRest: '' }}>
        {isCurrent ? (
          <LevelMeter isPlaying={isPlaying} />
        ) : (
          <AppText isTabular tone="muted">
            {number ?? '·'}
          </AppText>
        )}
      </Dom>
      {!track.isMissing && (
        <Dom as="span" dataSet={{ rowReveal: '' }}>
          <PlayButton isPausable={isCurrent && isPlaying} onPlay={onPlay} track={track} />
        </Dom>
      )}
    </Dom>
  );
}

function PlayButton({ track, isPausable, onPlay }: Pick<TrackRowProps, 'track' | 'onPlay'> & { isPausable: boolean }) {
  const text = useText();
  return (
    <IconButton
      icon={isPausable ? 'pause' : 'play'}
      iconSize={18}
      label={isPausable ? text('components.pause') : text('components.playItem', { title: track.title })}
      onPress={onPlay}
      size={32}
    />
  );
}

function CoverLead({ track, isCurrent = false, isPlaying = false, onPlay }: TrackRowProps & { isDense: boolean }) {
  const { isDense } = useAppearance();
  return (
    <Dom
      as="div"
      dataSet={{ coverLead: isCurrent ? 'current' : '' }}
      style={{ position: 'relative', display: 'flex', flexShrink: 0 }}
    >
      <Cover cover={track.cover} radius={4} size={isDense ? 28 : 40} title={track.albumTitle ?? track.title} />
      {isCurrent && (
        <Dom as="span" dataSet={{ coverLevel: '' }}>
          <LevelMeter isPlaying={isPlaying} />
        </Dom>
      )}
      {!track.isMissing && (
        <Dom as="span" dataSet={{ coverPlay: '' }}>
          <PlayButton isPausable={isCurrent && isPlaying} onPlay={onPlay} track={track} />
        </Dom>
      )}
    </Dom>
  );
}

function RowWords({ track, isCurrent, hasArtist, isDense }: TrackRowProps & { isDense: boolean }) {
  const styles = useStyles();
  const text = useText();
  return (
    <Dom as="div" style={[styles.words, isDense && styles.wordsDense]}>
      <AppText
        lines={1}
        size={isDense ? 14 : 16}
        style={isDense && styles.titleDense}
        tone={isCurrent ? 'accent' : 'text'}
        weight="medium"
      >
        {track.title || text('components.untitled')}
      </AppText>
      {isCurrent && <VisuallyHidden>{text('components.nowPlaying')}</VisuallyHidden>}
      {track.isMissing && (
        <AppText lines={1} size={14} tone="danger">
          {text('components.missingFile')}
        </AppText>
      )}
      {hasArtist && !track.isMissing && <ArtistLinks artists={track.artists} credit={track.artistCredit} />}
    </Dom>
  );
}

function RowEnd({ track, trailing, isStarred = false, onToggleStar, menuItems }: TrackRowProps) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const isPhone = useLayout() === 'phone';
  // The title comes first: with large text a phone has no room for both.
  const isTight = useAppearance().textScale >= 1.5 && isPhone;
  return (
    <Dom as="div" style={styles.end}>
      {!isTight && trailing}
      {onToggleStar && !isTight && (!isPhone || isStarred) && (
        <Dom as="span" dataSet={isStarred ? { kept: '' } : { reveal: '' }}>
          <StarButton isStarred={isStarred} onToggle={onToggleStar} size={32} title={track.title} />
        </Dom>
      )}
      {!isTight && (
        <Dom as="span" style={styles.time}>
          <AppText isTabular tone="muted">
            {format.clock(track.durationMs)}
          </AppText>
        </Dom>
      )}
      {menuItems && (
        <Dom as="span" dataSet={isPhone ? {} : { reveal: '' }}>
          <MenuButton
            items={menuItems}
            label={text('components.moreFor', { title: track.title })}
            menuLabel={track.title}
            size={32}
          />
        </Dom>
      )}
    </Dom>
  );
}

/** One song in a list: a double press plays it, so does a tap on touch screens and the button at its start. */
export const TrackRow = memo(function TrackRow(props: TrackRowProps) {
  const { track, lead = 'number', hasAlbum = false, hasArtist = true, isStarred = false, onPlay, menuItems } = props;
  const styles = useStyles();
  const { scaled } = useTheme();
  const appearance = useAppearance();
  const layout = useLayout();
  const isDense = props.isDense ?? appearance.isDense;
  const contextMenu = useContextMenu(track.title, menuItems);
  const foresight = useForesight(props.onForeseen);
  const tap = (event: MouseEvent) => {
    const isTouch = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch';
    if (isTouch && !isControl(event) && !track.isMissing) onPlay();
  };
  return (
    <Dom
      {...contextMenu}
      {...foresight}
      as="div"
      dataSet={{
        row: '',
        trackRow: '',
        current: props.isCurrent ? '' : undefined,
        missing: track.isMissing ? '' : undefined,
      }}
      onClick={tap}
      onDoubleClick={(event) =>
        !isControl(event as MouseEvent) && !track.isMissing && (props.onPlayFromHere ?? onPlay)()
      }
      style={[styles.row, { height: scaled(trackRowHeight(isDense)) }, props.isSelected && styles.selected]}
    >
      {props.leading}
      {lead !== 'cover' && <Lead {...props} />}
      {lead !== 'number' && <CoverLead {...props} isDense={isDense} />}
      <RowWords {...props} hasArtist={hasArtist} isDense={isDense} />
      {hasAlbum && layout !== 'phone' && (
        <Dom as="div" style={styles.album}>
          <AppText lines={1} tone="muted">
            {track.albumId ? (
              <Link to={{ screen: 'album', albumId: track.albumId }}>{track.albumTitle}</Link>
            ) : (
              track.albumTitle
            )}
          </AppText>
        </Dom>
      )}
      <RowEnd {...props} isStarred={isStarred} />
    </Dom>
  );
});
