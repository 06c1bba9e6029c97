import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Tests of long queues take three seconds of a machine that has other work, and more of one that is busier.
    testTimeout: 20_000,
  },
});
