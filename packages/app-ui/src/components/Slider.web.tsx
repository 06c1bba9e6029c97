import type { ReactNode } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Dom } from './Dom.tsx';
import type { SliderRange } from './slider-value.ts';
import { useSliderDrag } from './use-slider-drag.ts';

export interface SliderProps extends SliderRange {
  label: string;
  value: number;
  /** What screen readers say of a value, such as `1 minute 3 seconds of 4 minutes`; asked for the one that is shown. */
  valueText: (value: number) => string;
  /** While dragging, for what follows at once (volume). */
  onChange?: (value: number) => void;
  /** When the drag ends or a key was pressed (seek). */
  onCommit?: (value: number) => void;
  /** Parts that are loaded, in the slider's unit. */
  buffered?: readonly { start: number; end: number }[];
  /** Written over the pointer while hovering and dragging. */
  tooltipText?: (value: number) => string;
  isDisabled?: boolean;
  /** Shows the thumb also at rest: where a slider has to be found before it is used. */
  hasThumb?: boolean;
  /** How the track looks; a thin bar with a thumb when it is not said. */
  drawing?: SliderDrawing;
}

export interface SliderDrawing {
  height: number;
  draw: (layers: SliderLayers) => ReactNode;
}

/** Where things are on the track, in shares of its length. */
export interface SliderLayers {
  shown: number;
  buffered: readonly { start: number; end: number }[];
  /** Under the pointer; null while it is elsewhere. */
  pointed: number | null;
}

const useStyles = createStyles(({ colors, radius }) => ({
  slider: {
    position: 'relative',
    flexGrow: 1,
    flexShrink: 1,
    minWidth: 0,
    width: '100%',
    display: 'flex',
    alignItems: 'center',
    cursor: 'pointer',
    // A finger that goes up or down scrolls, and means no place.
    touchAction: 'pan-y',
    borderRadius: radius.full,
  },
  disabled: { cursor: 'default', opacity: 0.5 },
  track: {
    position: 'relative',
    width: '100%',
    overflow: 'hidden',
    borderRadius: radius.full,
    backgroundColor: colors.tint,
  },
  layer: { position: 'absolute', insetInlineStart: 0, top: 0, height: '100%' },
  buffered: { backgroundColor: colors.tint },
  fill: { backgroundColor: colors.text, borderRadius: radius.full },
  thumb: {
    position: 'absolute',
    width: 12,
    height: 12,
    marginStart: -6,
    // A slider may be as high as what stands beside it.
    top: '50%',
    marginTop: -6,
    borderRadius: radius.full,
    backgroundColor: colors.text,
    boxShadow: '0 1px 4px #0000005c',
  },
  tip: {
    position: 'absolute',
    paddingHorizontal: 6,
    paddingVertical: 1,
    borderRadius: radius.row,
    backgroundColor: colors.raised,
    boxShadow: '0 2px 8px #0000003d',
    pointerEvents: 'none',
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
  },
}));

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

function ThinTrack({ shown, buffered }: SliderLayers) {
  const styles = useStyles();
  return (
    <>
      <Dom as="div" dataSet={{ sliderTrack: '' }} style={styles.track}>
        {buffered.map(({ start, end }) => (
          <Dom
            as="div"
            key={start}
            style={[styles.layer, styles.buffered, { insetInlineStart: percent(start), width: percent(end - start) }]}
          />
        ))}
        <Dom as="div" dataSet={{ sliderFill: '' }} style={[styles.layer, styles.fill, { width: percent(shown) }]} />
      </Dom>
      <Dom as="div" dataSet={{ sliderThumb: '' }} style={[styles.thumb, { insetInlineStart: percent(shown) }]} />
    </>
  );
}

const thin: SliderDrawing = { height: 24, draw: (layers) => <ThinTrack {...layers} /> };
const noRanges: NonNullable<SliderProps['buffered']> = [];

export function Slider(props: SliderProps) {
  const { label, value, min, max, step, pageStep, valueText, buffered = noRanges } = props;
  const { onChange, onCommit, tooltipText, isDisabled = false, hasThumb = false, drawing = thin } = props;
  const styles = useStyles();
  const range = { min, max, step, ...(pageStep === undefined ? {} : { pageStep }) };
  const { shown, tip, isDragging, handlers } = useSliderDrag({ ...range, value, isDisabled, onChange, onCommit });
  const share = (of: number) => (max > min ? Math.min(1, Math.max(0, (of - min) / (max - min))) : 0);
  return (
    <Dom
      {...handlers}
      aria-disabled={isDisabled || undefined}
      aria-label={label}
      aria-valuemax={Math.round(max)}
      aria-valuemin={Math.round(min)}
      aria-valuenow={Math.round(shown * 100) / 100}
      aria-valuetext={valueText(shown)}
      as="div"
      dataSet={{ slider: hasThumb ? 'thumb' : '', dragging: isDragging ? '' : undefined }}
      role="slider"
      style={[styles.slider, { height: drawing.height }, isDisabled && styles.disabled]}
      tabIndex={isDisabled ? -1 : 0}
    >
      {drawing.draw({
        shown: share(shown),
        buffered: buffered.map(({ start, end }) => ({ start: share(start), end: share(end) })),
        pointed: tip === null ? null : share(tip),
      })}
      {tooltipText && tip !== null && !isDisabled && (
        <Dom
          aria-hidden
          as="div"
          style={[styles.tip, { insetInlineStart: percent(share(tip)), bottom: drawing.height }]}
        >
          <AppText isTabular size={12}>
            {tooltipText(tip)}
          </AppText>
        </Dom>
      )}
    </Dom>
  );
}
