export const notices = {
  failedUnsupported:
    '“{title}” was skipped: this browser plays nothing that the server can make of it. Try another browser.',
  failedUnsupportedFile:
    '“{title}” was skipped: this browser cannot play the file. In a library of the server it is converted, unless it is damaged.',
  failedMissing: 'The file of “{title}” is not there any more.',
  failedUnauthenticated: '“{title}” cannot be played: your session has ended. Sign in again.',
  failedUnreachable: '“{title}” cannot be played: the server does not answer.',
  failedDamaged: 'The file of “{title}” is damaged.',
  failedNoOutput: '“{title}” waits: this device has no sound output. Connect speakers or headphones, then press Play.',
  playBlocked: 'The browser waits for a click before it plays sound.',
  play: 'Play',
  nothingToPlay: 'There is nothing to play here.',
  loadFailed: 'The songs could not be loaded. Try again.',
  playsNext: { one: '“{title}” plays next', other: '{count} songs play next' },
  addedToQueue: { one: '“{title}” added to the queue', other: '{count} songs added to the queue' },
  queueFull: 'The queue is full: it holds {limit} songs.',
  removedFromQueue: '“{title}” removed from the queue',
  queueCleared: { one: 'Queue cleared ({count} song)', other: 'Queue cleared ({count} songs)' },
  undo: 'Undo',
  annotationFailed: 'That could not be saved. It is back as it was.',
  outputsRefused:
    'The browser keeps the outputs to itself. Allow the microphone for this page in its address bar, then try again.',
  speedIs: 'Speed: {value}×',
  localFilesFailed: 'These files could not be opened. Choose them again.',
  sessionEnded: 'Your session has ended. Sign in again.',
} as const;
