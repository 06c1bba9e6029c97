/** One set on a 24 px grid: 1.75 px strokes, round joins; `fill` marks the solid ones. */
interface IconShape {
  path: string;
  isSolid?: boolean;
}
const heart =
  'M12 20s-7.5-4.6-9-9.3C2 7.4 4.2 4.75 7.2 4.75c2 0 3.7 1.05 4.8 2.85 1.1-1.8 2.8-2.85 4.8-2.85 3 0 5.2 2.65 4.2 5.95C19.5 15.4 12 20 12 20Z';
const star = 'm12 3.6 2.6 5.3 5.8.85-4.2 4.1 1 5.8-5.2-2.75-5.2 2.75 1-5.8-4.2-4.1 5.8-.85Z';
const speaker = 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z';

export const iconShapes = {
  'add-to-queue': { path: 'M4 6h16M4 11h10M4 16h7M17.5 13.5v7M14 17h7' },
  album: { path: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z' },
  artist: {
    path: 'M12 14.5a3.5 3.5 0 0 0 3.5-3.5V6.5a3.5 3.5 0 1 0-7 0V11a3.5 3.5 0 0 0 3.5 3.5ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21M9 21h6',
  },
  'arrow-down': { path: 'M12 5v14M6 13l6 6 6-6' },
  upload: { path: 'M12 16V4M7 9l5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3' },
  'arrow-up': { path: 'M12 19V5M6 11l6-6 6 6' },
  back: { path: 'M15 5l-7 7 7 7' },
  chart: { path: 'M4 20h16M6.5 16v-5M12 16V5M17.5 16V9' },
  check: { path: 'm5 12.5 4.5 4.5L19 7.5' },
  'chevron-down': { path: 'm6 9.5 6 6 6-6' },
  'chevron-end': { path: 'm9 5 7 7-7 7' },
  'chevron-start': { path: 'm15 5-7 7 7 7' },
  'chevron-up': { path: 'm6 14.5 6-6 6 6' },
  close: { path: 'm6 6 12 12M18 6 6 18' },
  device: { path: 'M5 5.5h14a1 1 0 0 1 1 1V15H4V6.5a1 1 0 0 1 1-1ZM2.5 18.5h19' },
  edit: { path: 'M4 20h4L19 9l-4-4L4 16ZM13 7l4 4' },
  expand: { path: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7' },
  eye: {
    path: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  },
  'eye-off': {
    path: 'M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.3M6.3 7.6A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9.3 9.3 0 0 0 4.6-1.2M10 10a3 3 0 0 0 4.1 4.2',
  },
  filter: { path: 'M4 6.5h16M7 12h10M10.5 17.5h3' },
  folder: {
    path: 'M3.5 18V6.5A1.5 1.5 0 0 1 5 5h4l2.5 2.5H19A1.5 1.5 0 0 1 20.5 9v9a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18Z',
  },
  genre: { path: 'M12.5 3.5H20V11l-9 9-7.5-7.5ZM16 8.2v-.4' },
  grid: { path: 'M4 4h6.5v6.5H4ZM13.5 4H20v6.5h-6.5ZM4 13.5h6.5V20H4ZM13.5 13.5H20V20h-6.5Z' },
  grip: { path: 'M9 6.5v-.1M15 6.5v-.1M9 12v-.1M15 12v-.1M9 17.5v-.1M15 17.5v-.1' },
  heart: { path: heart },
  'heart-filled': { path: heart, isSolid: true },
  history: { path: 'M3.5 12a8.5 8.5 0 1 0 2.8-6.3L3.5 8.2M3.5 4v4.2h4.2M12 7.5V12l3 2' },
  home: { path: 'M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1Z' },
  info: { path: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.8v-.1' },
  keyboard: {
    path: 'M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6ZM7 10v-.1M10.3 10v-.1M13.7 10v-.1M17 10v-.1M8 14.5h8',
  },
  library: { path: 'M4.5 4v16M9.5 4v16M14 4.5l5.5 15' },
  list: { path: 'M8.5 6H20M8.5 12H20M8.5 18H20M4.2 6v-.1M4.2 12v-.1M4.2 18v-.1' },
  lyrics: {
    path: 'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 3.5V17h-3A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5ZM7.5 9.3h9M7.5 12.8h5.5',
  },
  menu: { path: 'M4 7h16M4 12h16M4 17h16' },
  moon: { path: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z' },
  more: { path: 'M5.5 12v-.1M12 12v-.1M18.5 12v-.1' },
  next: { path: 'M6 5.5v13l10-6.5ZM18.5 5.5v13', isSolid: true },
  offline: {
    path: 'M4 4l16 16M8.7 13.5a5 5 0 0 1 4.3-1.4M5.5 10a10 10 0 0 1 3.2-2M12.5 7a10 10 0 0 1 6 3M12 17.5v-.1',
  },
  panel: {
    path: 'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5ZM9.5 4.5v15',
  },
  pause: { path: 'M7.5 5h2.5v14H7.5ZM14 5h2.5v14H14Z', isSolid: true },
  play: { path: 'M7.5 4.8v14.4L19 12Z', isSolid: true },
  'play-next': { path: 'M4 17h16M4 12h7M4 7h7M15 5.5v7l5-3.5Z' },
  plus: { path: 'M12 5v14M5 12h14' },
  previous: { path: 'M18 5.5v13L8 12ZM5.5 5.5v13', isSolid: true },
  queue: { path: 'M4 6h16M4 11h16M4 16h8M16 14v6l4.5-3Z' },
  refresh: { path: 'M20 11a8 8 0 0 0-14.5-3.5L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14.5 3.5L20 15M20 19.5V15h-4.5' },
  repeat: { path: 'm16.5 3.5 3 3-3 3M4.5 11.5V9.5a3 3 0 0 1 3-3h12M7.5 20.5l-3-3 3-3M19.5 12.5v2a3 3 0 0 1-3 3h-12' },
  'repeat-one': {
    path: 'm16.5 3.5 3 3-3 3M4.5 11.5V9.5a3 3 0 0 1 3-3h12M7.5 20.5l-3-3 3-3M19.5 12.5v2a3 3 0 0 1-3 3h-12M11 10.8l1.3-.8v4.5',
  },
  search: { path: 'M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM15.7 15.7 20.5 20.5' },
  settings: {
    path: 'M4 7.5h9M17.5 7.5H20M4 16.5h2.5M11 16.5h9M15.25 9.75a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5ZM8.75 18.75a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5Z',
  },
  shuffle: {
    path: 'M4 7h2.8c1.5 0 2.8.7 3.7 1.9l3.5 6.2c.8 1.2 2.2 1.9 3.7 1.9H20M17.5 14.5 20 17l-2.5 2.5M4 17h2.8c1.3 0 2.5-.6 3.4-1.5M13.8 8.6A4.6 4.6 0 0 1 17.2 7H20M17.5 4.5 20 7l-2.5 2.5',
  },
  'sign-out': { path: 'M14 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h8M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5' },
  song: {
    path: 'M9 18V6l10.5-2v12M9 18a2.75 2.75 0 1 1-5.5 0A2.75 2.75 0 0 1 9 18ZM19.5 16a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0Z',
  },
  sort: { path: 'M7.5 5v14M4 15.5 7.5 19l3.5-3.5M16.5 19V5M13 8.5 16.5 5 20 8.5' },
  speed: { path: 'M4.2 17.5a9 9 0 1 1 15.6 0M12 14.5l4-5M12 15.2v-.1' },
  equalizer: { path: 'M6 4v9M6 17v3M12 4v3M12 11v9M18 4v11M18 19v1M4 15h4M10 9h4M16 17h4' },
  output: {
    path: 'M8 3.5h8A1.5 1.5 0 0 1 17.5 5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5ZM12 17a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM12 7.3v-.1',
  },
  spectrum: { path: 'M4 13.5v-3M8 17V7M12 20V4M16 16V8M20 13.5v-3' },
  star: { path: star },
  'star-filled': { path: star, isSolid: true },
  sun: {
    path: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  },
  trash: { path: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5' },
  user: { path: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0' },
  users: {
    path: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 13.9a6.5 6.5 0 0 1 3.5 5.6',
  },
  volume: { path: `${speaker}M15 9.5a4 4 0 0 1 0 5M17.5 7a7.5 7.5 0 0 1 0 10` },
  'volume-low': { path: `${speaker}M15 9.5a4 4 0 0 1 0 5` },
  'volume-off': { path: `${speaker}M15.5 9.7l5 5M20.5 9.7l-5 5` },
  warning: { path: 'M12 4 2.8 20h18.4ZM12 10v4.5M12 17.3v-.1' },
} as const satisfies Record<string, IconShape>;

export type IconName = keyof typeof iconShapes;
