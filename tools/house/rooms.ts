/** Who may import whom: the table of docs/ARCHITECTURE.md as data. First matching room wins; paths are from the root. */
export interface Room {
  name: string;
  /** Path prefix or pattern of the files that live in the room. */
  files: RegExp;
  /** Rooms it may import besides itself. */
  rooms: readonly string[];
  /** Rooms of which it may import types only: interfaces, not implementations. */
  typeRooms?: readonly string[];
  /** Packages it may import; `node:` stands for Node's own modules. */
  packages: readonly string[];
}

const WEB_UI = ['react', 'react-native', 'react-redux'];

export const rooms: readonly Room[] = [
  {
    name: 'test',
    files:
      /(^apps\/server\/test\/|^test\/|\.test\.tsx?$|\/test-support\/|^apps\/web\/dev\/|vitest\.(config|setup)\.ts$)/,
    rooms: ['*'],
    packages: ['*'],
  },
  {
    name: 'tools',
    files:
      /^(tools|bench)\/|^packages\/app-ui\/dom-twins\.ts$|^apps\/web\/vite\.config\.ts$|^packages\/app-core\/test\//,
    rooms: ['*'],
    packages: ['*'],
  },

  { name: 'api-contract', files: /^packages\/api-contract\//, rooms: [], packages: ['zod'] },
  { name: 'demo-album', files: /^packages\/demo-album\//, rooms: [], packages: [] },
  { name: 'media-containers', files: /^packages\/media-containers\//, rooms: [], packages: [] },
  { name: 'music-files', files: /^packages\/music-files\//, rooms: [], packages: [] },
  { name: 'audio-analysis', files: /^packages\/audio-analysis\//, rooms: [], packages: [] },
  {
    name: 'core-state',
    files: /^packages\/app-core\/src\/state\//,
    rooms: ['core-services', 'api-contract'],
    packages: ['@reduxjs/toolkit'],
  },
  {
    name: 'core-hooks',
    files: /^packages\/app-core\/src\/hooks\//,
    rooms: ['core-state', 'core-services', 'api-contract'],
    typeRooms: ['core'],
    packages: ['@reduxjs/toolkit', 'react-redux', 'react'],
  },
  {
    name: 'core-services',
    files: /^packages\/app-core\/src\/services\//,
    rooms: ['api-contract', 'media-containers'],
    packages: [],
  },
  {
    name: 'core',
    files: /^packages\/app-core\//,
    rooms: ['core-state', 'core-services', 'api-contract'],
    packages: ['@reduxjs/toolkit'],
  },
  { name: 'ui-theme', files: /^packages\/app-ui\/src\/theme\//, rooms: [], packages: WEB_UI },
  { name: 'ui-locale', files: /^packages\/app-ui\/src\/locale\//, rooms: [], packages: ['react'] },
  { name: 'ui-navigation', files: /^packages\/app-ui\/src\/navigation\//, rooms: [], packages: ['react'] },
  {
    name: 'ui-components',
    files: /^packages\/app-ui\/src\/components\//,
    rooms: ['ui-theme', 'ui-locale', 'ui-navigation'],
    packages: ['react', 'react-native', 'react-dom'],
  },
  {
    name: 'ui-layouts',
    files: /^packages\/app-ui\/src\/layouts\//,
    rooms: [
      'ui-theme',
      'ui-locale',
      'ui-navigation',
      'ui-components',
      'ui-screens',
      'core',
      'core-state',
      'core-hooks',
    ],
    packages: WEB_UI,
  },
  {
    name: 'ui-screens',
    files: /^packages\/app-ui\/src\/screens\//,
    rooms: [
      'ui-theme',
      'ui-locale',
      'ui-navigation',
      'ui-components',
      'ui-layouts',
      'core',
      'core-state',
      'core-hooks',
      'api-contract',
      'music-files',
    ],
    packages: WEB_UI,
  },
  {
    name: 'ui',
    files: /^packages\/app-ui\//,
    rooms: ['ui-theme', 'ui-locale', 'ui-navigation', 'ui-components', 'ui-layouts', 'ui-screens'],
    packages: WEB_UI,
  },

  {
    name: 'web-platform',
    files: /^apps\/web\/src\/platform\//,
    rooms: ['core', 'core-services', 'api-contract', 'audio-analysis', 'media-containers', 'music-files'],
    packages: ['tus-js-client', 'music-metadata'],
  },
  {
    name: 'web',
    files: /^apps\/web\/src\//,
    rooms: [
      'web-platform',
      'core',
      'core-state',
      'core-hooks',
      'ui',
      'ui-theme',
      'ui-locale',
      'ui-navigation',
      'ui-components',
      'ui-layouts',
      'ui-screens',
      'api-contract',
    ],
    packages: ['react', 'react-dom', 'react-redux', 'react-native', 'virtual:theme.css'],
  },

  {
    name: 'server-root',
    files: /^apps\/server\/src\/(main\.mjs$|(run|serve|app|context|command-line)\.ts$|compose\/|commands\/)/,
    rooms: ['*'],
    packages: ['*'],
  },
  {
    name: 'server-config',
    files: /^apps\/server\/src\/config\//,
    rooms: ['server-models'],
    packages: ['node:', 'zod', 'jose'],
  },
  {
    name: 'server-models',
    files: /^apps\/server\/src\/models\//,
    rooms: ['api-contract', 'music-files'],
    typeRooms: ['audio-analysis'],
    packages: ['node:crypto'],
  },
  {
    name: 'server-sqlite',
    files: /^apps\/server\/src\/repositories\/sqlite\//,
    rooms: ['server-repositories', 'server-analytics', 'server-models'],
    packages: ['node:', 'kysely'],
  },
  {
    name: 'server-analytics',
    files: /^apps\/server\/src\/repositories\/analytics\//,
    rooms: ['server-repositories', 'server-models'],
    packages: ['kysely'],
  },
  {
    name: 'server-postgres',
    files: /^apps\/server\/src\/repositories\/postgres\//,
    rooms: ['server-repositories', 'server-analytics', 'server-models'],
    packages: ['node:', 'pg', 'kysely'],
  },
  {
    name: 'server-mongo',
    files: /^apps\/server\/(src\/repositories\/mongo|migrations\/mongo)\//,
    rooms: ['server-repositories', 'server-models'],
    packages: ['node:', 'mongodb'],
  },
  {
    name: 'server-redis',
    files: /^apps\/server\/src\/repositories\/redis\//,
    rooms: ['server-repositories', 'server-models', 'server-gateways'],
    packages: ['node:', 'ioredis'],
  },
  {
    name: 'server-bullmq',
    files: /^apps\/server\/src\/repositories\/bullmq\//,
    rooms: ['server-repositories', 'server-models'],
    packages: ['node:', 'bullmq', 'ioredis'],
  },
  {
    name: 'server-repositories',
    files: /^apps\/server\/src\/repositories\//,
    rooms: ['server-models'],
    packages: ['cockatiel'],
  },
  {
    name: 'server-s3',
    files: /^apps\/server\/src\/gateways\/s3\//,
    rooms: ['server-gateways', 'server-models', 'server-repositories'],
    packages: ['node:', '@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'],
  },
  {
    name: 'server-uploads',
    files: /^apps\/server\/src\/gateways\/uploads\//,
    rooms: ['server-gateways', 'server-models'],
    packages: ['node:', '@tus/server', '@tus/file-store'],
  },
  {
    name: 'server-transcoding',
    files: /^apps\/server\/src\/gateways\/transcoding\//,
    rooms: ['server-gateways', 'server-models', 'media-containers', 'audio-analysis'],
    packages: ['node:', 'node-av'],
  },
  {
    name: 'server-gateways',
    files: /^apps\/server\/src\/gateways\//,
    rooms: ['server-models', 'demo-album', 'media-containers', 'music-files', 'server-s3', 'audio-analysis'],
    packages: ['node:', 'music-metadata', 'strtok3', 'sharp', 'bcrypt', 'jose'],
  },
  {
    name: 'server-services',
    files: /^apps\/server\/src\/services\//,
    rooms: ['server-models', 'media-containers', 'audio-analysis'],
    typeRooms: ['server-repositories', 'server-gateways'],
    packages: ['node:crypto', 'node:path', 'node:timers/promises'],
  },
  {
    name: 'server-jobs',
    files: /^apps\/server\/src\/jobs\//,
    rooms: ['server-services', 'server-models'],
    packages: [],
  },
  {
    name: 'server-presenters',
    files: /^apps\/server\/src\/presenters\//,
    rooms: ['server-models', 'api-contract'],
    packages: [],
  },
  {
    name: 'server-controllers',
    files: /^apps\/server\/src\/controllers\//,
    rooms: ['server-services', 'server-presenters', 'server-models', 'api-contract'],
    packages: ['express', 'node:stream', 'node:stream/promises', 'node:http', '@tus/server'],
  },
  {
    name: 'server-middleware',
    files: /^apps\/server\/src\/middleware\//,
    rooms: [
      'server-services',
      'server-controllers',
      'server-models',
      'server-config',
      'server-observability',
      'api-contract',
    ],
    packages: ['express', 'helmet', 'zod', 'node:'],
  },
  {
    name: 'server-routes',
    files: /^apps\/server\/src\/routes\//,
    rooms: ['server-middleware', 'server-controllers', 'api-contract'],
    packages: ['express', 'node:path', 'node:fs', 'node:fs/promises'],
  },
  {
    name: 'server-observability',
    files: /^apps\/server\/src\/observability\//,
    rooms: ['server-models', 'server-config'],
    typeRooms: ['server-services'],
    packages: ['pino', 'prom-client', 'node:'],
  },
];

/** Kept exceptions, each with its reason; the lists "for now" and "to remove" may only shrink. */
export interface BoundaryException {
  from: RegExp;
  to: string;
  reason: string;
}
export const exceptions: {
  kept: readonly BoundaryException[];
  forNow: readonly BoundaryException[];
  toRemove: readonly BoundaryException[];
} = {
  kept: [],
  forNow: [],
  toRemove: [],
};
