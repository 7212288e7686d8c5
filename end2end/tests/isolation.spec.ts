// What is hidden answers exactly like what is missing: pages, downloads and forms, for everybody who may not see it.
import { randomUUID } from 'node:crypto';
import { routes } from '../house/routes.ts';
import { expect, test } from '../house/test.ts';
import type { World } from '../house/world.ts';

const LAST_YEAR = String(new Date().getFullYear() - 1);

/** Ids of things in this world by the path that they stand below. */
const ids = (world: World): Record<string, string> => ({
  '/properties/': world.alder,
  '/activity/': world.activity,
  '/settings/members/': world.bookkeeperId,
  '/settings/invitations/': world.invitationId,
  '/settings/jobs/': world.job,
  '/settings/tokens/': world.token,
  '/portal/settings/tokens/': world.token,
  '/tenants/': world.tenantId,
  '/units/': world.upstairs,
  '/leases/': world.leaseId,
  '/accounts/': world.account,
  '/imports/': world.import,
  '/transactions/': world.line,
  '/review/': world.line,
  '/rules/': world.rule,
  '/maintenance/': world.repair,
  '/portal/repairs/': world.neighborRepair,
  '/notifications/': world.notification,
  '/portal/notifications/': world.neighborNotification,
  '/vendors/': world.vendor,
  '/files/': world.photo,
  '/tax/{year}/days/': world.alder,
});

/** A route with an id of this world in it, and the same with an id of nothing; `undefined` for a route without ids. */
function pair(route: string, world: World): [string, string] | undefined {
  const [before, rest] = route.replace('/review/{line}', '/review/{id}').split(/\{(?:id|person|property)\}/);
  if (before === undefined || rest === undefined) return undefined;
  const id = ids(world)[before];
  if (id === undefined) throw new Error(`isolation.spec.ts knows no id for ${route}`);
  const last = rest.replace('{line}', '6').replace('{cost}', world.cost).replace('{visit}', randomUUID()).replace('{day}', '2030-01-31').replace('{from}', '2030-01-01');
  const address = (one: string) => `${before.replace('{year}', LAST_YEAR)}${one}${last}`;
  return [address(id), address(randomUUID())];
}

/** An answer without what differs from request to request. */
const still = (body: string, path: string) =>
  body.replaceAll(path, 'PATH').replaceAll(/[0-9a-f]{32}|[0-9a-f-]{36}/g, 'ID');

for (const method of ['GET', 'POST'] as const) {
  test(`another landlord's things answer a ${method} as if they did not exist`, async ({ home }) => {
    const wrong: string[] = [];
    let asked = 0;
    for (const route of routes()) {
      if (!route.methods.includes(method === 'GET' ? 'get' : 'post')) continue;
      // Programs show a token there: server/tests/api.
      if (route.path.startsWith('/api/')) continue;
      const both = pair(route.path, home);
      if (!both) continue;
      for (const person of [home.other, home.tenant, home.stranger]) {
        const [hidden, missing] = [await person.try(method, both[0]), await person.try(method, both[1])];
        asked += 1;
        const same = hidden.status === missing.status && still(hidden.body, both[0]) === still(missing.body, both[1]);
        const expected = person === home.stranger ? [303] : [404];
        if (!same || !expected.includes(hidden.status)) {
          wrong.push(`${method} ${route.path}: ${hidden.status} and ${missing.status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(10);
  });
}

test('a limited manager finds nothing of a property out of their reach', async ({ home }) => {
  for (const path of [
    `/properties/${home.birch}`,
    `/properties/${home.birch}/edit`,
    `/properties/${home.birch}/units/new`,
    `/units/${home.house}`,
    `/leases/${home.birchLease}`,
    `/tenants/${home.neighborId}`,
    `/leases/new?unit=${home.house}`,
    `/leases/new?renew=${home.birchLease}`,
  ]) {
    expect((await home.manager.try('GET', path)).status, path).toBe(404);
  }
  const lists = ['/properties', '/leases', '/leases/new', '/tenants', '/view-as', '/', '/activity'];
  for (const path of [...lists, '/reports/profit-and-loss', `/tax/${LAST_YEAR}`]) {
    const page = await home.manager.page(path);
    for (const hidden of ['Birch', 'Ned', home.birch, home.house, home.neighborId]) {
      expect(page.includes(hidden), `${hidden} on ${path}`).toBe(false);
    }
  }
  const change = { street: '1 Elsewhere', city: 'X', state: 'OH', zip: '1', kind: '1', version: '1' };
  expect((await home.manager.try('POST', `/properties/${home.birch}/edit`, change)).status).toBe(404);
  expect(await home.owner.page(`/properties/${home.birch}`)).toContain('7 Birch Road');
});

test('nothing of another portfolio is named by ids in queries and forms', async ({ home }) => {
  for (const path of [
    `/reports/profit-and-loss?year=${LAST_YEAR}&property=`,
    `/reports/entries?from=${LAST_YEAR}-01&to=${LAST_YEAR}-12&property=`,
    `/reports/entries.csv?from=${LAST_YEAR}-01&to=${LAST_YEAR}-12&property=`,
    '/activity?about=',
  ]) {
    const [hidden, missing] = [home.alder, randomUUID()].map((id) => `${path}${id}`) as [string, string];
    const [first, second] = [await home.other.try('GET', hidden), await home.other.try('GET', missing)];
    expect(first.status, path).toBe(second.status);
    expect(still(first.body, hidden), path).toBe(still(second.body, missing));
    expect(first.body).not.toContain('Alder');
  }
  const body = await home.other.try('POST', '/settings/members/invite', {
    role: 'manager',
    [`property-${home.alder}`]: '1',
  });
  expect(body.body).not.toContain('Alder');
  expect((await home.other.try('POST', '/view-as', { tenant: home.tenantId })).status).toBe(404);
  expect((await home.other.try('POST', '/doors', { to: `landlord/${randomUUID()}` })).status).toBe(404);
});

test('a session of somebody else cannot be ended', async ({ home, as }) => {
  const page = await as(home.owner);
  await page.goto('/settings/sessions');
  const cookie = (await home.owner.state()).cookies.find((one) => one.name === 'duplex')!.value;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(cookie));
  await home.other.try('POST', '/settings/sessions', { session: Buffer.from(digest).toString('hex') });
  await page.goto('/settings');
  await expect(page).toHaveURL('/settings');
});
