import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup: name === 'unit' ? [] : ['tests/support/globalSetup.ts'],
    testTimeout,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    projects: [project('unit', 20_000), project('contract', 60_000), project('scenario', 180_000)],
  },
});
