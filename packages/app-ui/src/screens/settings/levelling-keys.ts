/** What ways to level loudness are called, in the order that they are offered in. */
export const levellingKeys = {
  auto: 'sound.levellingAuto',
  track: 'sound.levellingTrack',
  album: 'sound.levellingAlbum',
  off: 'sound.levellingOff',
} as const;
