/** A colour in OKLCH: lightness 0 to 1, chroma from 0, hue in radians. */
export interface Oklch {
  lightness: number;
  chroma: number;
  hue: number;
}

/** Linear light, 0 to 1 inside the sRGB gamut. */
type LinearRgb = readonly [red: number, green: number, blue: number];

/** sRGB transfer function (IEC 61966-2-1) of a byte. */
const LINEAR_BY_BYTE = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Björn Ottosson, "A perceptual color space for image processing" (2020), with the matrices as corrected in 2021. */
export function toOklch(red: number, green: number, blue: number): Oklch {
  const [r, g, b] = toLinear(red, green, blue);
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const greenRed = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const blueYellow = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return { lightness, chroma: Math.hypot(greenRed, blueYellow), hue: Math.atan2(blueYellow, greenRed) };
}

/** The nearest colour of that lightness and hue that a screen can show, as `#rrggbb`: chroma gives way. */
export function toHex(colour: Oklch): string {
  let [shown, refused] = [0, colour.chroma];
  if (isInGamut(toLinearRgb(colour))) shown = colour.chroma;
  else
    for (let step = 0; step < 16; step++) {
      const chroma = (shown + refused) / 2;
      if (isInGamut(toLinearRgb({ ...colour, chroma }))) shown = chroma;
      else refused = chroma;
    }
  const bytes = toLinearRgb({ ...colour, chroma: shown }).map(toByte);
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(first: string, second: string): number {
  const [a, b] = [luminanceOf(first), luminanceOf(second)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminanceOf(hex: string): number {
  const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const [red, green, blue] = toLinear(byte(1), byte(3), byte(5));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const toLinear = (red: number, green: number, blue: number): LinearRgb => [
  LINEAR_BY_BYTE[red] ?? 0,
  LINEAR_BY_BYTE[green] ?? 0,
  LINEAR_BY_BYTE[blue] ?? 0,
];

function toLinearRgb({ lightness, chroma, hue }: Oklch): LinearRgb {
  const [greenRed, blueYellow] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const long = (lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow) ** 3;
  const medium = (lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow) ** 3;
  const short = (lightness - 0.0894841775 * greenRed - 1.291485548 * blueYellow) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

const isInGamut = (rgb: LinearRgb): boolean => rgb.every((value) => value >= -1e-4 && value <= 1 + 1e-4);

function toByte(linear: number): number {
  const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}
