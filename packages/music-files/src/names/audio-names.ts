/** What people call audio, read by JetStream or not: a file that cannot be read is reported, not passed over. */
const AUDIO: ReadonlySet<string> = new Set(
  (
    'mp3 mp2 mp1 mpga flac ogg oga opus spx m4a m4b m4r mp4 m4v 3gp 3g2 aac adts wav wave w64 rf64 bwf aif aiff aifc wma asf ape wv mpc mp+ mpp ' +
    'dsf dff tta tak shn mka mkv webm mod s3m xm it mtm stm ac3 ec3 eac3 dts mlp thd truehd amr au snd caf ra rm mid midi id3 ofr aa aax'
  ).split(' '),
);

export const isAudioName = (name: string): boolean => AUDIO.has(extensionOf(name));

/** In lower case; empty for a name without. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
