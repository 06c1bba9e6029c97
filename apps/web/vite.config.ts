import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { domTwins } from '../../packages/app-ui/dom-twins.ts';
import { themeCss } from '../../packages/app-ui/src/theme/theme-css.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The palette as a style sheet, so that the colours have one home. */
function themeSheet(): Plugin {
  const id = 'virtual:theme.css';
  return {
    name: 'jetstream-theme-sheet',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? themeCss() : null),
  };
}

/** In place of modules by which React Native for Web prepares styles. */
const leanStyles: Readonly<Record<string, string>> = {
  // Of what we use, only `user-select` still has a prefix: Safari's.
  prefixStyles: `(style) => ('userSelect' in style ? { ...style, WebkitUserSelect: style.userSelect } : style)`,
  // Browsers read every colour that we write; without this, a table of all named ones comes along.
  normalizeColor: `(color) => color`,
};

/** A build leaves out what only browsers would need that cannot run it at all. */
function leanNativeWeb(): Plugin {
  const prefix = '\0jetstream-lean-';
  return {
    name: 'jetstream-lean-native-web',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const name = source.slice(source.lastIndexOf('/') + 1);
      return name in leanStyles && importer?.includes('/react-native-web/dist/exports/StyleSheet/')
        ? prefix + name
        : null;
    },
    load: (id) => (id.startsWith(prefix) ? `export default ${leanStyles[id.slice(prefix.length)]};` : null),
  };
}

const compressible = /\.(?:js|css|html|svg|webmanifest|json)$/;

/** Writes `.br` and `.gz` beside what is worth it; the server sends them as they are. */
function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'jetstream-precompress',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async writeBundle() {
      const files = await readdir(outDir, { recursive: true });
      await Promise.all(
        files.filter((file) => compressible.test(file)).map((file) => compressFile(join(outDir, file))),
      );
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < 512) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}

export default defineConfig(({ command }) => ({
  root: here,
  plugins: [domTwins(), themeSheet(), leanNativeWeb(), react(), precompress()],
  define: { __DEV__: JSON.stringify(command === 'serve'), global: 'globalThis' },
  resolve: {
    alias: { 'react-native': 'react-native-web' },
    extensions: ['.web.tsx', '.web.ts', '.tsx', '.ts', '.mjs', '.js', '.json'],
    dedupe: ['react', 'react-dom'],
  },
  build: {
    target: 'es2024',
    outDir: 'dist',
    manifest: 'build-manifest.json',
    // A strict policy allows no data: scripts or styles; images of the build are few.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          // Two dozen shared modules would each be a request of their own before Home can be shown.
          groups: [
            // Only what the first page needs: what other pages share comes with the first of them.
            { name: 'vendor', tags: ['$initial'], test: /node_modules\// },
            { name: 'app', tags: ['$initial'], test: /(?:packages|apps)\// },
            {
              name: 'shared',
              test: /packages\/(?:app-core|api-contract|app-ui\/src\/(?:components|layouts|theme|navigation|locale(?!\/de)))\//,
              minShareCount: 3,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': process.env['JETSTREAM_DEV_SERVER'] ?? 'http://localhost:4747' },
  },
}));
