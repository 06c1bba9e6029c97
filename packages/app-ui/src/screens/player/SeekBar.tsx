import { seekTo, selectCurrentItem, selectPlayerStatus } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, usePlaybackPosition } from '@jetstream/app-core/hooks';
import { useMemo } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Slider, type SliderProps } from '#components/Slider.tsx';
import { WaveformSlider } from '#components/WaveformSlider.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { useWaveform } from './use-waveform.ts';

const useStyles = createStyles(({ scaled, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.sm, width: '100%' },
  time: { minWidth: scaled(44) },
  stack: { width: '100%', gap: 2 },
  under: { flexDirection: 'row', justifyContent: 'space-between' },
}));

/** As many as stand apart at the widths that the player has there. */
const BARS = { phone: 84, tablet: 120, desktop: 128 } as const;
const WAVEFORM_PX = 48;

function Waveform(slider: SliderProps) {
  const levels = useWaveform(useAppSelector(selectCurrentItem)?.track.id);
  return <WaveformSlider {...slider} bars={BARS[useLayout()]} height={WAVEFORM_PX} levels={levels} />;
}

/** Position and length with the bar between them, or under it in the full player. A track runs from left to right, whatever way the writing does. */
export function SeekBar({ isStacked = false }: { isStacked?: boolean }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const { positionMs, durationMs, bufferedRanges } = usePlaybackPosition();
  const isIdle = useAppSelector(selectCurrentItem) === undefined;
  const isStalled = useAppSelector(selectPlayerStatus) === 'stalled';
  const buffered = useMemo(
    () => bufferedRanges.map(({ startMs, endMs }) => ({ start: startMs, end: endMs })),
    [bufferedRanges],
  );
  const placeAt = (ms: number) => {
    const place = text('player.positionOf', {
      position: format.spokenClock(ms),
      duration: format.spokenClock(durationMs),
    });
    return isStalled ? `${place}. ${text('player.buffering')}` : place;
  };
  const slider: SliderProps = {
    buffered,
    isDisabled: isIdle || durationMs <= 0,
    label: text('player.seek'),
    max: Math.max(durationMs, 1),
    min: 0,
    onCommit: (value) => dispatch(seekTo(Math.round(value))),
    pageStep: 30_000,
    step: 5000,
    tooltipText: format.clock,
    value: positionMs,
    valueText: placeAt,
  };
  const position = (
    <AppText align={isStacked ? 'start' : 'end'} isTabular size={12} tone="muted">
      {isIdle ? '–:––' : format.clock(positionMs)}
    </AppText>
  );
  const duration = (
    <AppText isTabular size={12} tone="muted">
      {isIdle ? '–:––' : format.clock(durationMs)}
    </AppText>
  );
  if (isStacked)
    return (
      <View dir="ltr" style={styles.stack}>
        <Waveform {...slider} />
        <View style={styles.under}>
          {position}
          {duration}
        </View>
      </View>
    );
  return (
    <View dir="ltr" style={styles.row}>
      <View style={styles.time}>{position}</View>
      <Slider {...slider} />
      <View style={styles.time}>{duration}</View>
    </View>
  );
}
