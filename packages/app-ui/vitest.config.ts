import { defineConfig } from 'vitest/config';
import { domTwins } from './dom-twins.ts';

export default defineConfig({
  plugins: [domTwins()],
  define: { __DEV__: 'true' },
  resolve: {
    alias: { 'react-native': 'react-native-web' },
    extensions: ['.web.tsx', '.web.ts', '.tsx', '.ts', '.mjs', '.js', '.json'],
  },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    name: 'app-ui',
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./vitest.setup.ts'],
    server: { deps: { inline: ['react-native-web'] } },
  },
});
