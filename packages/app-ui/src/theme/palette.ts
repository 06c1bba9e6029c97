export type ColorRole =
  | 'canvas'
  | 'surface'
  | 'raised'
  | 'hairline'
  | 'text'
  | 'muted'
  | 'accent'
  | 'onAccent'
  | 'danger'
  | 'success'
  | 'focus'
  /** Over a surface on hover and for what is not filled yet. */
  | 'tint'
  /** Behind dialogs and sheets. */
  | 'scrim';
export type Scheme = 'light' | 'dark' | 'black';
export type Palette = Readonly<Record<ColorRole, string>>;

const dark: Palette = {
  canvas: '#0E0F12',
  surface: '#15171B',
  raised: '#1E2127',
  hairline: '#2A2D34',
  text: '#F3F4F6',
  muted: '#A2A8B3',
  accent: '#35D3C4',
  onAccent: '#08110F',
  danger: '#FF8A80',
  success: '#63D391',
  focus: '#7CE7DC',
  tint: '#FFFFFF14',
  scrim: '#050608B3',
};

/** Chrome is neutral in every scheme: the artwork is the only loud thing on the screen. */
export const palettes: Readonly<Record<Scheme, Palette>> = {
  light: {
    canvas: '#FBFBFA',
    surface: '#F3F3F1',
    raised: '#FFFFFF',
    hairline: '#E0E0DC',
    text: '#15171A',
    muted: '#5B616A',
    accent: '#08746A',
    onAccent: '#FFFFFF',
    danger: '#B3261E',
    success: '#176B3B',
    focus: '#08746A',
    tint: '#15171A12',
    scrim: '#15171A66',
  },
  dark,
  black: { ...dark, canvas: '#000000', surface: '#0B0C0E', raised: '#17191D', hairline: '#24272D' },
};

/** Text on an accent that came from artwork; the server made that accent 4.5:1 on the canvas. */
export const onArtwork: Readonly<Record<Scheme, string>> = { light: '#FFFFFF', dark: '#0B0C0E', black: '#0B0C0E' };
