import { execFileSync, spawnSync } from 'node:child_process';

export interface EncodedFormat {
  name: string;
  options: readonly string[];
  codec: string;
  /** Two unless said. */
  channels?: number;
  isLossless?: boolean;
  /** Has no tags at all. */
  isUntagged?: boolean;
  /** Has few of the tags. */
  isPoor?: boolean;
}

export const hasFfmpeg = (): boolean => spawnSync('ffmpeg', ['-version']).status === 0;

export const TAGS = {
  title: 'Tïtle ☆',
  artist: 'Band',
  album: 'Record',
  album_artist: 'Various Artists',
  composer: 'Composer',
  genre: 'Jazz',
  track: '3/9',
  disc: '2/2',
  date: '2001',
};

/** What ffmpeg makes of each format, and what the catalogue should say about it. */
export const FORMATS: readonly EncodedFormat[] = [
  { name: 'cbr.mp3', options: ['-c:a', 'libmp3lame', '-b:a', '64k', '-write_xing', '0'], codec: 'mp3' },
  { name: 'vbr.mp3', options: ['-c:a', 'libmp3lame', '-q:a', '4'], codec: 'mp3' },
  { name: 'old-tag.mp3', options: ['-c:a', 'libmp3lame', '-id3v2_version', '3', '-write_id3v1', '1'], codec: 'mp3' },
  { name: 'a.flac', options: ['-c:a', 'flac'], codec: 'flac', isLossless: true },
  { name: 'a.ogg', options: ['-c:a', 'libvorbis'], codec: 'vorbis' },
  { name: 'flac.oga', options: ['-c:a', 'flac', '-f', 'ogg'], codec: 'flac', isLossless: true },
  { name: 'a.opus', options: ['-c:a', 'libopus'], codec: 'opus' },
  { name: 'a.spx', options: ['-c:a', 'libspeex', '-ar', '16000'], codec: 'speex' },
  { name: 'piped.flac', options: ['-c:a', 'flac', '-seekable', '0'], codec: 'flac', isLossless: true },
  { name: 'a.m4a', options: ['-c:a', 'aac'], codec: 'aac' },
  { name: 'one.m4a', options: ['-c:a', 'aac', '-ac', '1'], codec: 'aac', channels: 1 },
  { name: 'one-mp3.mp4', options: ['-c:a', 'libmp3lame', '-ac', '1'], codec: 'mp3', channels: 1 },
  { name: 'six.m4a', options: ['-c:a', 'aac', '-ac', '6'], codec: 'aac', channels: 6 },
  {
    name: 'quicktime.m4a',
    options: ['-f', 'mov', '-c:a', 'aac', '-ac', '1'],
    codec: 'aac',
    channels: 1,
    isUntagged: true,
  },
  { name: 'six-ac3.mp4', options: ['-c:a', 'ac3', '-ac', '6'], codec: 'ac3', channels: 6 },
  { name: 'six-eac3.mp4', options: ['-c:a', 'eac3', '-ac', '6'], codec: 'eac3', channels: 6 },
  { name: 'fast.m4a', options: ['-c:a', 'aac', '-movflags', '+faststart'], codec: 'aac' },
  { name: 'alac.m4a', options: ['-c:a', 'alac'], codec: 'alac', isLossless: true },
  { name: 'fragments.mp4', options: ['-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'], codec: 'aac' },
  {
    name: 'untold.mp4',
    options: ['-c:a', 'aac', '-movflags', '+dash', '-frag_duration', '10000000'],
    codec: 'aac',
  },
  { name: 'a.aac', options: ['-c:a', 'aac'], codec: 'aac', isUntagged: true },
  { name: 'a.wav', options: ['-c:a', 'pcm_s16le'], codec: 'pcm', isLossless: true, isPoor: true },
  { name: 'rf64.wav', options: ['-c:a', 'pcm_s24le', '-rf64', 'always'], codec: 'pcm', isLossless: true, isPoor: true },
  { name: 'a.aiff', options: ['-c:a', 'pcm_s16be', '-write_id3v2', '1'], codec: 'pcm', isLossless: true },
  { name: 'ima.aiff', options: ['-c:a', 'adpcm_ima_qt', '-write_id3v2', '1'], codec: 'adpcm' },
  { name: 'a.wma', options: ['-c:a', 'wmav2'], codec: 'wma' },
  { name: 'six.wv', options: ['-c:a', 'wavpack', '-ac', '6'], codec: 'wavpack', channels: 6, isLossless: true },
  { name: 'a.wv', options: ['-c:a', 'wavpack'], codec: 'wavpack', isLossless: true },
  { name: 'a.tta', options: ['-c:a', 'tta'], codec: 'tta', isLossless: true },
  { name: 'a.ac3', options: ['-c:a', 'ac3'], codec: 'ac3', isUntagged: true },
  { name: 'a.eac3', options: ['-c:a', 'eac3'], codec: 'eac3', isUntagged: true },
  { name: 'a.dts', options: ['-c:a', 'dca', '-strict', '-2'], codec: 'dts', isUntagged: true },
  { name: 'a.thd', options: ['-c:a', 'truehd', '-strict', '-2'], codec: 'truehd', isLossless: true, isUntagged: true },
  { name: 'a.au', options: ['-c:a', 'pcm_s16be'], codec: 'pcm', isLossless: true, isUntagged: true },
  { name: 'a.w64', options: ['-c:a', 'pcm_s16le'], codec: 'pcm', isLossless: true, isUntagged: true },
  { name: 'a.caf', options: ['-c:a', 'pcm_s16be'], codec: 'pcm', isLossless: true, isPoor: true },
  { name: 'alac.caf', options: ['-c:a', 'alac'], codec: 'alac', isLossless: true, isPoor: true },
  { name: 'truehd.mka', options: ['-c:a', 'truehd', '-strict', '-2'], codec: 'truehd', isLossless: true, isPoor: true },
  { name: 'a.webm', options: ['-c:a', 'libopus'], codec: 'opus', isPoor: true },
  { name: 'a.mka', options: ['-c:a', 'flac'], codec: 'flac', isLossless: true, isPoor: true },
];

export function encodeFormat(path: string, options: readonly string[], seconds: number): void {
  const source = ['-f', 'lavfi', '-i', `sine=440:d=${seconds}:r=44100`, '-ac', '2'];
  const metadata = Object.entries(TAGS).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...options, ...metadata, path]);
}
