// Every spec runs twice against one running program: with JavaScript and without.
import { defineConfig } from '@playwright/test';
import { browser } from './house/browser.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  workers: 2,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 7_000 },
  globalSetup: './house/open.ts',
  reporter: [[process.stdout.isTTY ? 'line' : 'dot'], ['./house/tally.ts']],
  use: browser,
  projects: [
    { name: 'script' },
    { name: 'plain', use: { javaScriptEnabled: false } },
  ],
});
