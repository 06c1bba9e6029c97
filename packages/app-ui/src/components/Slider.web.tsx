import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Dom } from './Dom.tsx';
import type { SliderRange } from './slider-value.ts';
import { useSliderDrag } from './use-slider-drag.ts';

export interface SliderProps extends SliderRange {
  label: string;
  value: number;
  /** Said by screen readers, such as `1 minute 3 seconds of 4 minutes`. */
  valueText: string;
  /** While dragging, for what follows at once (volume). */
  onChange?: (value: number) => void;
  /** When the drag ends or a key was pressed (seek). */
  onCommit?: (value: number) => void;
  /** Parts that are loaded, in the slider's unit. */
  buffered?: readonly { start: number; end: number }[];
  /** Written over the pointer while hovering and dragging. */
  tooltipText?: (value: number) => string;
  isDisabled?: boolean;
}

const useStyles = createStyles(({ colors, radius }) => ({
  slider: {
    position: 'relative',
    flexGrow: 1,
    flexShrink: 1,
    minWidth: 0,
    width: '100%',
    height: 24,
    display: 'flex',
    alignItems: 'center',
    cursor: 'pointer',
    touchAction: 'none',
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
    top: 6,
    borderRadius: radius.full,
    backgroundColor: colors.text,
    boxShadow: '0 1px 4px #0000005c',
  },
  tip: {
    position: 'absolute',
    bottom: 24,
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

type Percent = (value: number) => string;

function BufferedRanges({
  ranges,
  percent,
  min,
}: {
  ranges: readonly { start: number; end: number }[];
  percent: Percent;
  min: number;
}) {
  const styles = useStyles();
  return ranges.map(({ start, end }) => (
    <Dom
      as="div"
      key={start}
      style={[styles.layer, styles.buffered, { insetInlineStart: percent(start), width: percent(end - start + min) }]}
    />
  ));
}

const noRanges: NonNullable<SliderProps['buffered']> = [];

export function Slider(props: SliderProps) {
  const {
    label,
    value,
    min,
    max,
    step,
    pageStep,
    valueText,
    buffered = noRanges,
    tooltipText,
    isDisabled = false,
  } = props;
  const styles = useStyles();
  const { onChange, onCommit } = props;
  const options = {
    value,
    min,
    max,
    step,
    ...(pageStep === undefined ? {} : { pageStep }),
    isDisabled,
    onChange,
    onCommit,
  };
  const { shown, tip, isDragging, handlers } = useSliderDrag(options);
  const percent: Percent = (of) =>
    `${max > min ? (Math.min(1, Math.max(0, (of - min) / (max - min))) * 100).toFixed(3) : 0}%`;
  return (
    <Dom
      {...handlers}
      aria-disabled={isDisabled || undefined}
      aria-label={label}
      aria-valuemax={Math.round(max)}
      aria-valuemin={Math.round(min)}
      aria-valuenow={Math.round(shown * 100) / 100}
      aria-valuetext={valueText}
      as="div"
      dataSet={{ slider: '', dragging: isDragging ? '' : undefined }}
      role="slider"
      style={[styles.slider, isDisabled && styles.disabled]}
      tabIndex={isDisabled ? -1 : 0}
    >
      <Dom as="div" dataSet={{ sliderTrack: '' }} style={styles.track}>
        <BufferedRanges min={min} percent={percent} ranges={buffered} />
        <Dom as="div" dataSet={{ sliderFill: '' }} style={[styles.layer, styles.fill, { width: percent(shown) }]} />
      </Dom>
      <Dom as="div" dataSet={{ sliderThumb: '' }} style={[styles.thumb, { insetInlineStart: percent(shown) }]} />
      {tooltipText && tip !== null && !isDisabled && (
        <Dom aria-hidden as="div" style={[styles.tip, { insetInlineStart: percent(tip) }]}>
          <AppText isTabular size={12}>
            {tooltipText(tip)}
          </AppText>
        </Dom>
      )}
    </Dom>
  );
}
