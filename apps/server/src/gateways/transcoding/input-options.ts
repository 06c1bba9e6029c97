/**
 * Demuxers of music, by FFmpeg's names. Playlists and other formats that name further files are not among them: a file called
 * song.mp3 must not make the server read its own disk or network.
 */
const FORMATS = [
  'mp3,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,wav,w64,aiff,au,caf,aac,loas,asf,xwma,ape,wv,mpc,mpc8,dsf,iff,tta,tak,matroska,webm,shn',
  'libopenmpt,ac3,eac3,dts,dtshd,mlp,truehd,amr,amrnb,amrwb,rm,oma,avi,flv,mpegts,mpeg,voc,qoa,osq,bonk,gsm,sbc,aa',
].join(',');

/** What FFmpeg is told when it opens a file, by either backend. */
export const INPUT_OPTIONS = {
  format_whitelist: FORMATS,
  /** `subfile`: a stretch of one of the others. */
  protocol_whitelist: 'file,http,tcp,subfile',
  probesize: '1000000',
  /** Microseconds of sound that are looked at to find out what it is. */
  analyzeduration: '500000',
} as const;
