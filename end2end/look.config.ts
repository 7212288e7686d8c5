// npm run look: pictures of every page, to look at. Nothing is compared; shots/ is not kept.
import { defineConfig } from '@playwright/test';
import { browser } from './house/browser.ts';

export default defineConfig({
  testDir: '.',
  testMatch: 'look.ts',
  outputDir: 'test-results/look',
  workers: 2,
  timeout: 60_000,
  globalSetup: './house/open.ts',
  reporter: 'line',
  use: { ...browser, screenshot: 'off' },
});
