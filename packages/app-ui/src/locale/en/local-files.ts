export const localFiles = {
  title: 'On this device',
  intro:
    'Choose songs or a folder of this device, or drop them anywhere on this window. They play at once, and stay listed here as long as this page is open.',
  promise: 'Nothing is uploaded. The server does not learn what you play from here.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  skipped: { one: 'One file that is no music was left out', other: '{count} files that are no music were left out' },
  forget: 'Take {title} off the list',
  forgetAll: 'Clear the list',
  dropToPlay: 'Play here',
  dropToPlayText: 'Nothing is uploaded',
  dropToUpload: 'Upload',
  dropToUploadText: 'Everybody on this server can hear it',
} as const;
