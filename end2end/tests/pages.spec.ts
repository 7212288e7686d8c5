// Every page: drawn whole, for exactly those whose page it is, in both color schemes, on a phone and on a wall.
import { findings, sideways, WIDTHS } from '../house/measure.ts';
import { routes } from '../house/routes.ts';
import { expect, test } from '../house/test.ts';
import type { World } from '../house/world.ts';
import { address, NO_PAGES, PAGES, type Persona, PERSONAS } from '../pages.ts';

test('no page of the program is forgotten here', () => {
  const asked = routes().filter((route) => route.methods.includes('get'));
  const listed = [...PAGES.map((page) => page.route), ...NO_PAGES];
  expect(asked.length).toBeGreaterThan(20);
  expect(listed.toSorted()).toEqual([...new Set(asked.map((route) => route.path))].toSorted());
});

for (const one of PAGES) {
  test(`${one.route} is whole`, async ({ as, stranger, home, scripted }) => {
    const who = one.for[0]!;
    const page = who === 'stranger' ? await stranger() : await as(home[who]);
    const where = address(one, home);
    const answer = await page.goto(where);
    expect(answer?.status()).toBe(200);
    expect(new URL(page.url()).pathname).toBe(new URL(where, 'http://x').pathname);
    await expect(page).toHaveTitle(/^.+ · Duplex$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('main')).toHaveCount(1);
    expect(await page.locator('[style], style, script:not([src])').count(), 'nothing inline').toBe(0);

    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sideways(page), `sideways at ${width}px`).toBe(0);
      if (!scripted || (width !== 1280 && width !== 390)) continue;
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await findings(page), `axe, ${colorScheme}, ${width}px`).toEqual([]);
      }
    }
  });
}

/** What each persona gets: the page, or an answer as if there were none. */
async function status(world: World, persona: Persona, where: string): Promise<number> {
  const person = persona === 'stranger' ? world.stranger : world[persona];
  return (await person.try('GET', where)).status;
}

test('each page opens for exactly those whose page it is', async ({ home }) => {
  const wrong: string[] = [];
  for (const one of PAGES) {
    for (const persona of PERSONAS) {
      const got = await status(home, persona, address(one, home));
      const led = persona === 'stranger' || one.leads?.includes(persona);
      const want = one.for.includes(persona) ? 200 : led ? 303 : 404;
      if (got !== want) wrong.push(`${one.route}: ${persona} gets ${got}, not ${want}`);
    }
  }
  expect(wrong).toEqual([]);
});
