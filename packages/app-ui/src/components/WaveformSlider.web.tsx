import { useMemo } from 'react';
import { Dom } from './Dom.tsx';
import { Slider, type SliderLayers, type SliderProps } from './Slider.tsx';
import { WAVEFORM_HEIGHT, WAVEFORM_STEP, waveformPath } from './waveform-path.ts';

export interface WaveformSliderProps extends Omit<SliderProps, 'drawing'> {
  /** 8-bit levels from start to end; null until they have come: a flat line keeps their place. */
  levels: ArrayLike<number> | null;
  bars: number;
  height: number;
}

/** A slider whose track is the shape of the sound. The path is made once for each sound; moving only clips it. */
export function WaveformSlider({ levels, bars, height, ...slider }: WaveformSliderProps) {
  const path = useMemo(() => waveformPath(levels, bars), [levels, bars]);
  return (
    <Slider
      {...slider}
      drawing={{
        height,
        draw: (layers) => drawWaveform(layers, { path, bars, hasLevels: levels !== null }),
      }}
    />
  );
}

interface Shape {
  path: string;
  bars: number;
  hasLevels: boolean;
}

function drawWaveform({ shown, buffered, pointed }: SliderLayers, { path, bars, hasLevels }: Shape) {
  const shape = (layer: string, from: number, to: number) => (
    <svg
      data-wave-layer={layer}
      key={`${layer} ${from}`}
      preserveAspectRatio="none"
      style={from <= 0 && to >= 1 ? undefined : { clipPath: `inset(0 ${percent(1 - to)} 0 ${percent(from)})` }}
      viewBox={`0 0 ${bars * WAVEFORM_STEP} ${WAVEFORM_HEIGHT}`}
    >
      <path d={path} />
    </svg>
  );
  return (
    <Dom aria-hidden as="div" dataSet={{ waveform: hasLevels ? 'shown' : 'flat' }}>
      {shape('rest', 0, 1)}
      {buffered.map(({ start, end }) => shape('buffered', start, end))}
      {pointed !== null && shape('pointed', Math.min(shown, pointed), Math.max(shown, pointed))}
      {shape('played', 0, shown)}
      <i data-wave-cursor="" style={{ insetInlineStart: percent(shown) }} />
    </Dom>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
