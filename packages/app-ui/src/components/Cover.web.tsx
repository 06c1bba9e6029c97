import { memo, useCallback, useState } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { glyphOf, hueOf } from './cover-glyph.ts';
import { coverSizeFor, useCoverSource } from './cover-source.ts';
import { Dom } from './Dom.tsx';

export interface CoverArt {
  id: string;
  placeholder: string | null;
  accent?: { light: string; dark: string } | null;
}
export interface CoverProps {
  cover: CoverArt | null;
  /** What the cover is of: makes the stand-in when there is none. */
  title: string;
  /** Side in pixels, or `fill` for the width of the container; then `sizeHint` is about what that will be. */
  size: number | 'fill';
  sizeHint?: number;
  shape?: 'square' | 'round';
  radius?: 4 | 8 | 16;
  /** Left out beside the title, where it would be read twice. */
  alt?: string;
  /** For what is seen first. */
  isEager?: boolean;
  hasShadow?: boolean;
}

const useStyles = createStyles(({ colors, motion, radius, weight }) => ({
  frame: {
    position: 'relative',
    overflow: 'hidden',
    aspectRatio: '1',
    flexShrink: 0,
    display: 'block',
    backgroundColor: colors.tint,
    contain: 'strict',
  },
  shadow: { boxShadow: '0 1px 2px #00000029, 0 12px 32px #0000003d' },
  fill: { width: '100%' },
  round: { borderRadius: radius.full },
  layer: { position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'cover', display: 'block' },
  blurred: { filter: 'blur(12px)', transform: 'scale(1.15)' },
  image: {
    transitionProperty: 'opacity',
    transitionDuration: `${motion.surfaceMs}ms`,
    transitionTimingFunction: motion.easeOut,
  },
  shown: { opacity: 1 },
  waiting: { opacity: 0 },
  glyph: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    color: '#FFFFFFD9',
    fontWeight: weight.bold,
    letterSpacing: '-0.02em',
    userSelect: 'none',
  },
}));

function Glyph({ title }: { title: string }) {
  const styles = useStyles();
  const hue = hueOf(title);
  const backgroundImage = `linear-gradient(145deg, oklch(0.46 0.075 ${hue}), oklch(0.27 0.05 ${(hue + 40) % 360}))`;
  return (
    <Dom aria-hidden as="span" dataSet={{ coverGlyph: '' }} style={[styles.glyph, { backgroundImage }]}>
      <span data-cover-letter={glyphOf(title)} />
    </Dom>
  );
}

type LoadState = 'loading' | 'shown' | 'failed';

interface CoverImageProps {
  cover: CoverArt;
  pixels: number;
  alt: string;
  isEager: boolean;
  state: LoadState;
  onState: (state: LoadState) => void;
}

function CoverImage({ cover, pixels, alt, isEager, state, onState }: CoverImageProps) {
  const styles = useStyles();
  const source = useCoverSource();
  // Already in the browser's cache: shown at once, without a fade.
  const catchCached = useCallback(
    (image: HTMLImageElement | null) => {
      if (image?.complete && image.naturalWidth > 0) onState('shown');
    },
    [onState],
  );
  const single = source(cover.id, coverSizeFor(pixels));
  const double = source(cover.id, coverSizeFor(pixels * 2));
  return (
    <>
      {cover.placeholder && state === 'loading' && (
        <Dom alt="" aria-hidden as="img" src={cover.placeholder} style={[styles.layer, styles.blurred]} />
      )}
      <Dom
        alt={alt}
        as="img"
        decoding="async"
        draggable={false}
        fetchPriority={isEager ? 'high' : undefined}
        loading={isEager ? undefined : 'lazy'}
        onError={() => onState('failed')}
        onLoad={() => onState('shown')}
        ref={catchCached}
        src={single}
        srcSet={`${single} 1x, ${double} 2x`}
        style={[styles.layer, styles.image, state === 'shown' ? styles.shown : styles.waiting]}
      />
    </>
  );
}

function CoverFace({
  cover,
  title,
  ...image
}: Omit<CoverImageProps, 'state' | 'onState' | 'cover'> & Pick<CoverProps, 'cover' | 'title'>) {
  const [state, setState] = useState<LoadState>('loading');
  if (!cover || state === 'failed') return <Glyph title={title} />;
  return <CoverImage {...image} cover={cover} onState={setState} state={state} />;
}

/** Artwork with its space reserved: the blurred placeholder first, the image faded in over it, letters where there is none. */
export const Cover = memo(function Cover(props: CoverProps) {
  const { cover, title, size, sizeHint = 240, shape = 'square', radius = 8, alt = '', isEager = false } = props;
  const styles = useStyles();
  const { scaled } = useTheme();
  const box = size === 'fill' ? styles.fill : { width: scaled(size), height: scaled(size) };
  const outline = shape === 'round' ? styles.round : { borderRadius: radius };
  const label = cover ? {} : { 'aria-label': alt || undefined, role: alt ? 'img' : undefined };
  return (
    <Dom
      {...label}
      as="span"
      dataSet={{ cover: '' }}
      style={[styles.frame, box, outline, props.hasShadow && styles.shadow]}
    >
      <CoverFace
        alt={alt}
        cover={cover}
        isEager={isEager}
        key={cover?.id}
        pixels={size === 'fill' ? sizeHint : size}
        title={title}
      />
    </Dom>
  );
});
