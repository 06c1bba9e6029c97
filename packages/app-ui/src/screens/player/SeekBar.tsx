import { seekTo, selectCurrentItem, selectPlayerStatus } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, usePlaybackPosition } from '@jetstream/app-core/hooks';
import { useMemo } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Slider } from '#components/Slider.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ scaled, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.sm, width: '100%' },
  time: { minWidth: scaled(44) },
  stack: { width: '100%', gap: 2 },
  under: { flexDirection: 'row', justifyContent: 'space-between' },
}));

/** Position and length with the bar between them, or under it in the full player. */
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
  const slider = (
    <Slider
      buffered={buffered}
      isDisabled={isIdle || durationMs <= 0}
      label={isStalled ? text('player.buffering') : text('player.seek')}
      max={Math.max(durationMs, 1)}
      min={0}
      onCommit={(value) => dispatch(seekTo(Math.round(value)))}
      pageStep={30_000}
      step={5000}
      tooltipText={format.clock}
      value={positionMs}
      valueText={text('player.positionOf', {
        position: format.spokenClock(positionMs),
        duration: format.spokenClock(durationMs),
      })}
    />
  );
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
      <View style={styles.stack}>
        {slider}
        <View style={styles.under}>
          {position}
          {duration}
        </View>
      </View>
    );
  return (
    <View style={styles.row}>
      <View style={styles.time}>{position}</View>
      {slider}
      <View style={styles.time}>{duration}</View>
    </View>
  );
}
