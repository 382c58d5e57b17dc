import { defineConfig } from 'vitest/config';

/** `npm run shipped`: not part of `npm test`, since it installs all packages anew, three times. */
export default defineConfig({
  test: {
    include: ['tests/shipped/**/*.test.ts'],
    globalSetup: ['tests/support/globalSetup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
