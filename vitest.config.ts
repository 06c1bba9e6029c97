import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { projects: ['packages/app-core', 'packages/app-ui', 'apps/web'] } });
