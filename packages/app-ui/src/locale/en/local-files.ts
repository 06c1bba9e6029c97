export const localFiles = {
  title: 'On this device',
  intro:
    'Choose songs or a folder of this device, or drop them anywhere on this window. They play at once, with their lyrics, at the level of everything else.',
  promise: 'Nothing is uploaded. The server does not learn what you play from here.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  skipped: { one: 'One file that is no music was left out', other: '{count} files that are no music were left out' },
  waitingTitle: { one: 'One song from your last visit', other: '{count} songs from your last visit' },
  waitingPermission: 'The browser asks once more whether this page may read them. Then the music goes on where it was.',
  waitingChoice:
    'This browser keeps no access to files. Choose the same files or the same folder again, and the music goes on where it was.',
  openAgain: 'Open again',
  chooseFilesAgain: 'Choose the files again',
  chooseFolderAgain: 'Choose the folder again',
  waitingForget: 'Forget them',
  andMore: '{titles} and {count} more',
  forget: 'Take {title} off the list',
  forgetAll: 'Clear the list',
  dropToPlay: 'Play here',
  dropToPlayText: 'Nothing is uploaded',
  dropToUpload: 'Upload',
  dropToUploadText: 'Everybody on this server can hear it',
} as const;
