import { defineConfig } from 'vitest/config';

/** `npm run image`: not part of `npm test`, since it installs all packages anew, twice. */
export default defineConfig({
  test: {
    include: ['tests/image/**/*.test.ts'],
    globalSetup: ['tests/support/globalSetup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
