import { useApp } from '@jetstream/app-core/hooks';
import { useEffect, useRef } from 'react';

/** Of the bar's width; the rest parts it from the next. */
const BAR_SHARE = 0.62;

/** Bars of the spectrum behind the full player. The engine computes them only while this is on the screen. */
export function Visualizer() {
  const { engine } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return undefined;
    return engine.observeSpectrum((levels) => draw(context, levels));
  }, [engine]);
  return <canvas aria-hidden="true" data-visualizer="" ref={canvas} />;
}

function draw(context: CanvasRenderingContext2D, levels: Float32Array): void {
  const { canvas } = context;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  // Twice the pixels are enough for bars, whatever the screen has.
  const scale = Math.min(2, devicePixelRatio);
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = getComputedStyle(canvas).color;
  const step = width / levels.length;
  for (const [band, level] of levels.entries()) {
    const tall = Math.max(2, level * height);
    context.beginPath();
    context.roundRect(band * step + (step * (1 - BAR_SHARE)) / 2, height - tall, step * BAR_SHARE, tall, [
      step * 0.2,
      step * 0.2,
      0,
      0,
    ]);
    context.fill();
  }
}
