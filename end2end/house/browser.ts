// The system's Chromium, told to mind its own business.
import type { PlaywrightTestConfig } from '@playwright/test';

export const browser: PlaywrightTestConfig['use'] = {
  baseURL: process.env.DUPLEX_URL,
  locale: 'en-US',
  timezoneId: 'America/New_York',
  viewport: { width: 1280, height: 900 },
  screenshot: 'only-on-failure',
  launchOptions: {
    executablePath: process.env.DUPLEX_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
