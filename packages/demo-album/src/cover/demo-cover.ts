import { createRandom, type Random } from '../random.ts';

const SIZE = 1200;
const SEED = 20260;
const STREAM_LINES = 122;

/** One wind line: where it runs and how it is drawn. */
type Stroke = { readonly path: string; readonly color: string; readonly width: number; readonly opacity: number };

/** The front cover: a jet stream over the dusk, 1200 by 1200, SVG without text. Plain enough for librsvg. */
export function demoCoverSvg(): string {
  const random = createRandom(SEED);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">`,
    drawDefinitions(),
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#night)"/>`,
    drawStars(random),
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#glow)"/>`,
    `<circle cx="836" cy="392" r="150" fill="url(#sun)"/>`,
    ...listStream(random).map(drawStroke),
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#vignette)"/>`,
    '</svg>',
  ].join('\n');
}

function drawDefinitions(): string {
  return `<defs>
<linearGradient id="night" x1="0" y1="0" x2="0.25" y2="1">
<stop offset="0" stop-color="#050b1f"/><stop offset="0.42" stop-color="#0b2140"/>
<stop offset="0.72" stop-color="#0d3a57"/><stop offset="1" stop-color="#0a1c33"/>
</linearGradient>
<radialGradient id="glow" cx="836" cy="430" r="720" gradientUnits="userSpaceOnUse">
<stop offset="0" stop-color="#ff7f66" stop-opacity="0.5"/><stop offset="0.35" stop-color="#b5536f" stop-opacity="0.24"/>
<stop offset="1" stop-color="#0b2140" stop-opacity="0"/>
</radialGradient>
<linearGradient id="sun" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#ffd9b0"/><stop offset="0.55" stop-color="#ff8a6b"/><stop offset="1" stop-color="#e0526a"/>
</linearGradient>
<radialGradient id="vignette" cx="0.5" cy="0.48" r="0.78">
<stop offset="0.6" stop-color="#02060f" stop-opacity="0"/><stop offset="1" stop-color="#02060f" stop-opacity="0.62"/>
</radialGradient>
</defs>`;
}

function drawStars(random: Random): string {
  return Array.from({ length: 90 }, () => {
    const [x, y, brightness] = [random() * SIZE, random() ** 1.6 * SIZE * 0.6, random()];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(0.5 + brightness * 1.1).toFixed(2)}" fill="#dcecff" opacity="${(0.12 + 0.45 * brightness ** 3).toFixed(2)}"/>`;
  }).join('');
}

/** Lines of one flow, drawn from the far edge to the near one; the core of the stream is bright and fast. */
function listStream(random: Random): Stroke[] {
  return Array.from({ length: STREAM_LINES }, (_, index) => {
    const across = (1.82 * index) / (STREAM_LINES - 1);
    const jitter = (random() - 0.5) * 0.012;
    const core = Math.exp(-(((across - 0.42) / 0.16) ** 2));
    return {
      path: tracePath(across + jitter),
      color: pickColor(across, random()),
      width: 1.1 + 3.4 * core * (0.35 + random()) + 1.3 * across ** 2 * random(),
      opacity: Math.min(1, (0.2 + 0.62 * core + 0.34 * random() * across) * Math.min(1, (1.9 - across) / 0.95)),
    };
  });
}

/** The flow: two slow waves whose spread narrows where the stream runs fastest. */
function tracePath(across: number): string {
  const points = Array.from({ length: 25 }, (_, step) => {
    const along = step / 24;
    const x = -60 + along * (SIZE + 120);
    const narrow = 1 - (across > 0.42 ? 0.62 : 0.72) * Math.exp(-(((along - 0.6) / 0.24) ** 2));
    const centre = 740 - 170 * Math.sin(along * 4.1 - 0.5) - 120 * along;
    const ripple = 16 * Math.sin(along * 9 + across * 7) * narrow;
    return [x, centre + (across - 0.42) * 1020 * narrow + ripple] as const;
  });
  return smooth(points);
}

/** Catmull-Rom through the points, written as cubic Bézier curves. */
function smooth(points: readonly (readonly [x: number, y: number])[]): string {
  const at = (index: number) => points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0];
  const format = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const curves = points.slice(1).map(([x, y], index) => {
    const [before, from, after] = [at(index - 1), at(index), at(index + 2)];
    const first = format(from[0] + (x - before[0]) / 6, from[1] + (y - before[1]) / 6);
    const second = format(x - (after[0] - from[0]) / 6, y - (after[1] - from[1]) / 6);
    return `C${first} ${second} ${format(x, y)}`;
  });
  return `M${format(...at(0))}${curves.join('')}`;
}

function pickColor(across: number, chance: number): string {
  if (chance > 0.9) return '#ff8b70';
  if (Math.abs(across - 0.42) < 0.05) return chance > 0.5 ? '#fff1e2' : '#ffb598';
  if (across < 0.36) return chance > 0.5 ? '#5fd3d6' : '#2f8fb0';
  return chance > 0.55 ? '#37c7b8' : chance > 0.25 ? '#1d8aa3' : '#7fe3dc';
}

function drawStroke({ path, color, width, opacity }: Stroke): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width.toFixed(2)}" stroke-opacity="${opacity.toFixed(2)}" stroke-linecap="round"/>`;
}
