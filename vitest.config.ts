import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], exclude: string[] = [], extra: object = {}) => ({
  test: { name, include, exclude, environment: 'node' as const, testTimeout: 30_000, ...extra },
});

export default defineConfig({
  test: {
    projects: [
      // importing the core anew for each file took two thirds of the time; what counts bytes or calls of compiled code is a slow test, alone
      project('unit', ['test/**/*.test.ts'], ['test/**/*.slow.test.ts', 'test/browser/**', 'test/desktop/**', 'test/bench/**'], {
        isolate: false,
      }),
      project('slow', ['test/**/*.slow.test.ts'], [], { testTimeout: 300_000 }),
      project('browser', ['test/browser/**/*.test.ts'], [], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
      project('desktop', ['test/desktop/**/*.test.ts'], [], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
    ],
  },
});
