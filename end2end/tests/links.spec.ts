// Whatever a page links to is there, for whoever sees the page. Follows links until every kind of page was seen.
import type { Person } from '../house/person.ts';
import { expect, test } from '../house/test.ts';

/** Pages of one kind differ in ids and queries only; one of each is enough. */
const kind = (path: string) => path.replaceAll(/[0-9a-f-]{36}/g, 'ID').replaceAll(/=[^&]*/g, '=').replaceAll(/\d+/g, 'N');

async function dead(person: Person, from: string): Promise<{ seen: number; dead: string[] }> {
  const seen = new Set<string>();
  const found: string[] = [];
  const waiting: [string, string][] = [[from, 'the beginning']];
  for (let next = waiting.shift(); next && seen.size < 200; next = waiting.shift()) {
    const [path, page] = next;
    if (seen.has(kind(path))) continue;
    seen.add(kind(path));
    const { status, body } = await person.try('GET', path);
    if (status !== 200 && status !== 303) found.push(`${page} leads to ${path}, which answers ${status}`);
    for (const [, link = ''] of body.matchAll(/<a[^>]* href="(\/[^"#]*)/g)) {
      waiting.push([link.replaceAll('&amp;', '&'), path]);
    }
  }
  return { seen: seen.size, dead: found };
}

for (const who of ['owner', 'manager', 'bookkeeper', 'tenant'] as const) {
  test(`no link leads a ${who} astray`, async ({ home, scripted }) => {
    test.skip(!scripted, 'links are the same with and without scripts');
    const result = await dead(home[who], who === 'tenant' ? '/portal' : '/');
    expect(result.dead).toEqual([]);
    expect(result.seen).toBeGreaterThan(3);
  });
}
