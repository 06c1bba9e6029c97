const MAX_LENGTH = 120;

/** In this order: most browsers also claim to be one of those after them. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\bElectron\//, 'JetStream for desktop'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What a device calls itself, or what its User-Agent tells about it. */
export function toDeviceName(given: string | undefined, userAgent: string | undefined): string {
  const name = given?.replace(/\p{Cc}/gu, ' ').trim();
  if (name) return name;
  const agent = userAgent ?? '';
  const find = (table: typeof programs) => table.find(([pattern]) => pattern.test(agent))?.[1];
  const [program, system] = [find(programs), find(systems)];
  if (program !== undefined) return system === undefined ? program : `${program} on ${system}`;
  return agent.split(/[/\s]/, 1)[0]?.slice(0, MAX_LENGTH) || 'Unknown device';
}
