import type { AudioFormat } from './track.ts';

interface FileType {
  /** All names by which it goes, the usual one first. */
  types: readonly string[];
  /** How clients write the codec in `codecs`, beginnings included; the first is meant when a client names none. */
  codecs: Readonly<Record<string, readonly string[]>>;
  /** What the type alone stands for. */
  usual: string;
}

const FILE_TYPES: readonly FileType[] = [
  { types: ['audio/mpeg', 'audio/mp3'], codecs: { mp3: ['mp3', 'mp4a.6b', 'mp4a.69'] }, usual: 'mp3' },
  { types: ['audio/flac', 'audio/x-flac'], codecs: { flac: ['flac'] }, usual: 'flac' },
  {
    types: ['audio/mp4', 'audio/x-m4a', 'audio/m4a', 'video/mp4'],
    codecs: {
      aac: ['mp4a.40', 'mp4a.67', 'aac'],
      alac: ['alac'],
      flac: ['flac', 'fla'],
      opus: ['opus'],
      mp3: ['mp3', 'mp4a.6b', 'mp4a.69'],
    },
    usual: 'aac',
  },
  { types: ['audio/aac', 'audio/aacp', 'audio/x-aac'], codecs: { aac: ['mp4a.40', 'aac'] }, usual: 'aac' },
  {
    types: ['audio/ogg', 'application/ogg'],
    codecs: { vorbis: ['vorbis'], opus: ['opus'], flac: ['flac'] },
    usual: 'vorbis',
  },
  { types: ['audio/webm', 'video/webm'], codecs: { opus: ['opus'], vorbis: ['vorbis'] }, usual: 'opus' },
  { types: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'], codecs: { pcm: ['1', 'pcm'] }, usual: 'pcm' },
  { types: ['audio/aiff', 'audio/x-aiff'], codecs: { pcm: ['pcm'] }, usual: 'pcm' },
];

const ANY_TYPE: ReadonlySet<string> = new Set(['audio/*', '*/*']);

/** Whether a client that plays these MIME types by itself plays a file of this format. */
export function isFilePlayed({ mimeType, codec }: Pick<AudioFormat, 'mimeType' | 'codec'>, types: readonly string[]) {
  const [type] = split(mimeType);
  const fileType = FILE_TYPES.find((row) => row.types.includes(type));
  const codecNames = fileType?.codecs[codec];
  if (!fileType || !codecNames) return false;
  return types.some((text) => {
    const [played, codecs] = split(text);
    // It says nothing of codecs: what nearly every player takes of such files.
    if (ANY_TYPE.has(played)) return fileType.usual === codec;
    if (!fileType.types.includes(played)) return false;
    if (codecs.length === 0) return fileType.usual === codec;
    return codecs.some((name) => codecNames.some((known) => name === known || name.startsWith(`${known}.`)));
  });
}

/** The type and the codecs of `type/subtype; codecs="a, b"` (RFC 6381). */
function split(mimeType: string): [type: string, codecs: string[]] {
  const [type = '', ...parameters] = mimeType.toLowerCase().split(';');
  const codecs = parameters.map((parameter) => /^\s*codecs\s*=\s*"?([^"]*)"?\s*$/.exec(parameter)?.[1] ?? '').join(',');
  return [
    type.trim(),
    codecs
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ];
}
