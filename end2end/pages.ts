// Every page of both portals, in one place: what is looked at, measured and refused is looked up here. A spec compares
// this list with the routes in the program's source, so that a new page cannot be forgotten.
import type { World } from './house/world.ts';

/** Personas of a world; `other` is a landlord with a portfolio of their own, `stranger` has not signed in. */
export const PERSONAS = ['owner', 'manager', 'bookkeeper', 'tenant', 'neighbor', 'other', 'stranger'] as const;
export type Persona = (typeof PERSONAS)[number];

export interface Page {
  /** As the program's router names it. */
  route: string;
  /** Whose page it is: the first opens it to look at, all of them may open it; for everybody else it is missing. */
  for: Persona[];
  /** Who is led elsewhere instead, besides strangers, who sign in first. */
  leads?: Persona[];
  /** An address of the page in this world, for a route with parts; may need a look at the world. */
  at?: (world: World) => string;
}

const OWNER: Persona[] = ['owner'];
/** Who keeps homes and people, and reaches Alder Street. */
const KEEPERS: Persona[] = ['owner', 'manager'];
const MEMBERS: Persona[] = ['owner', 'manager', 'bookkeeper'];
/** The same address shows every landlord their own. */
const LANDLORDS: Persona[] = ['owner', 'manager', 'bookkeeper', 'other'];
const TENANTS: Persona[] = ['tenant', 'neighbor'];
/** Whoever has signed in. */
const ANYBODY: Persona[] = [...LANDLORDS, ...TENANTS];
const EVERYBODY: Persona[] = ['stranger', ...ANYBODY];
const LAST_YEAR = new Date().getFullYear() - 1;

export const PAGES: Page[] = [
  { route: '/sign-in', for: ['stranger'], leads: ANYBODY },
  { route: '/reset', for: EVERYBODY },
  { route: '/reset/{secret}', for: EVERYBODY, at: (world) => world.reset },
  { route: '/invitation/{secret}', for: EVERYBODY, at: (world) => world.invitation },
  { route: '/unsubscribe/{token}', for: EVERYBODY, at: (world) => world.unsubscribe },
  { route: '/doors', for: ANYBODY },

  { route: '/', for: LANDLORDS, leads: TENANTS },
  { route: '/properties', for: LANDLORDS },
  { route: '/properties/new', for: [...KEEPERS, 'other'] },
  { route: '/properties/{id}', for: MEMBERS, at: (world) => `/properties/${world.alder}` },
  { route: '/properties/{id}/edit', for: KEEPERS, at: (world) => `/properties/${world.alder}/edit` },
  { route: '/properties/{id}/units/new', for: KEEPERS, at: (world) => `/properties/${world.alder}/units/new` },
  { route: '/units/{id}', for: MEMBERS, at: (world) => `/units/${world.upstairs}` },
  { route: '/units/{id}/edit', for: KEEPERS, at: (world) => `/units/${world.upstairs}/edit` },
  { route: '/leases', for: [...KEEPERS, 'other'] },
  { route: '/leases/new', for: [...KEEPERS, 'other'] },
  { route: '/leases/{id}', for: KEEPERS, at: (world) => `/leases/${world.leaseId}` },
  { route: '/leases/{id}/terms', for: KEEPERS, at: (world) => `/leases/${world.leaseId}/terms` },
  { route: '/leases/{id}/people', for: KEEPERS, at: (world) => `/leases/${world.leaseId}/people` },
  { route: '/leases/{id}/end', for: KEEPERS, at: (world) => `/leases/${world.leaseId}/end` },
  { route: '/leases/{id}/note', for: KEEPERS, at: (world) => `/leases/${world.leaseId}/note` },
  { route: '/tenants', for: [...KEEPERS, 'other'] },
  { route: '/tenants/new', for: [...KEEPERS, 'other'] },
  { route: '/tenants/{id}', for: KEEPERS, at: (world) => `/tenants/${world.tenantId}` },
  { route: '/tenants/{id}/edit', for: KEEPERS, at: (world) => `/tenants/${world.tenantId}/edit` },
  { route: '/tenants/{id}/invite', for: OWNER, at: (world) => `/tenants/${world.guestId}/invite` },
  { route: '/maintenance', for: [...KEEPERS, 'other'] },
  { route: '/maintenance/new', for: [...KEEPERS, 'other'] },
  { route: '/maintenance/{id}', for: KEEPERS, at: (world) => `/maintenance/${world.repair}` },
  { route: '/maintenance/{id}/edit', for: KEEPERS, at: (world) => `/maintenance/${world.repair}/edit` },
  { route: '/maintenance/{id}/vendor', for: KEEPERS, at: (world) => `/maintenance/${world.repair}/vendor` },
  { route: '/maintenance/{id}/visit', for: KEEPERS, at: (world) => `/maintenance/${world.repair}/visit` },
  { route: '/maintenance/{id}/costs/new', for: KEEPERS, at: (world) => `/maintenance/${world.repair}/costs/new` },
  {
    route: '/maintenance/{id}/costs/{cost}/book',
    for: KEEPERS,
    at: (world) => `/maintenance/${world.repair}/costs/${world.cost}/book`,
  },
  { route: '/vendors', for: [...KEEPERS, 'other'] },
  { route: '/vendors/new', for: [...KEEPERS, 'other'] },
  { route: '/vendors/{id}/edit', for: KEEPERS, at: (world) => `/vendors/${world.vendor}/edit` },
  { route: '/notifications', for: [...KEEPERS, 'other'] },
  { route: '/settings/notifications', for: [...KEEPERS, 'other'], leads: TENANTS },
  { route: '/view-as', for: [...KEEPERS, 'other'] },

  { route: '/accounts', for: LANDLORDS },
  { route: '/accounts/new', for: LANDLORDS },
  { route: '/accounts/{id}', for: MEMBERS, at: (world) => `/accounts/${world.account}` },
  { route: '/accounts/{id}/edit', for: MEMBERS, at: (world) => `/accounts/${world.account}/edit` },
  { route: '/imports', for: LANDLORDS },
  { route: '/imports/new', for: LANDLORDS },
  { route: '/imports/{id}', for: MEMBERS, at: (world) => `/imports/${world.import}` },
  { route: '/imports/{id}/lines/{line}', for: MEMBERS, at: (world) => `/imports/${world.import}/lines/6` },
  { route: '/review', for: LANDLORDS },
  { route: '/review/{line}', for: MEMBERS, at: (world) => `/review/${world.line}` },
  { route: '/transactions', for: LANDLORDS },
  { route: '/transactions/{id}', for: MEMBERS, at: (world) => `/transactions/${world.line}` },
  { route: '/transactions/{id}/edit', for: MEMBERS, at: (world) => `/transactions/${world.booked}/edit` },
  { route: '/rules', for: LANDLORDS },
  { route: '/rules/new', for: LANDLORDS },
  // A rule without a property is for those who see all of them.
  { route: '/rules/{id}', for: ['owner', 'bookkeeper'], at: (world) => `/rules/${world.rule}` },

  { route: '/reports', for: LANDLORDS },
  { route: '/reports/profit-and-loss', for: LANDLORDS, at: () => `/reports/profit-and-loss?year=${LAST_YEAR}` },
  {
    route: '/reports/entries',
    for: LANDLORDS,
    at: () => `/reports/entries?from=${LAST_YEAR}-01&to=${LAST_YEAR}-12`,
  },
  { route: '/tax/{year}', for: LANDLORDS, at: () => `/tax/${LAST_YEAR}` },
  { route: '/tax/{year}/days/{property}', for: MEMBERS, at: (world) => `/tax/${LAST_YEAR}/days/${world.alder}` },

  { route: '/activity', for: LANDLORDS },
  { route: '/activity/{id}', for: MEMBERS, at: (world) => `/activity/${world.activity}` },
  { route: '/settings', for: LANDLORDS, leads: TENANTS },
  { route: '/settings/sessions', for: LANDLORDS, leads: TENANTS },
  { route: '/settings/tokens', for: LANDLORDS, leads: TENANTS },
  { route: '/settings/members', for: ['owner', 'other'] },
  { route: '/settings/members/invite', for: ['owner', 'other'] },
  { route: '/settings/members/{person}', for: OWNER, at: (world) => `/settings/members/${world.bookkeeperId}` },
  { route: '/settings/portfolio', for: ['owner', 'other'] },
  { route: '/settings/jobs', for: ['owner', 'other'] },
  { route: '/settings/live', for: ['owner', 'other'] },

  { route: '/portal', for: TENANTS },
  { route: '/portal/repairs', for: TENANTS },
  { route: '/portal/repairs/new', for: TENANTS },
  { route: '/portal/repairs/{id}', for: ['tenant'], at: (world) => `/portal/repairs/${world.repair}` },
  { route: '/portal/repairs/{id}/access', for: ['tenant'], at: (world) => `/portal/repairs/${world.repair}/access` },
  { route: '/portal/notifications', for: TENANTS },
  { route: '/portal/settings/notifications', for: TENANTS, leads: [...KEEPERS, 'other'] },
  { route: '/portal/lease', for: TENANTS },
  { route: '/portal/people', for: TENANTS },
  { route: '/portal/settings', for: TENANTS, leads: LANDLORDS },
  { route: '/portal/settings/sessions', for: TENANTS, leads: LANDLORDS },
  { route: '/portal/settings/tokens', for: TENANTS, leads: LANDLORDS },
  { route: '/api/docs', for: EVERYBODY },
];

/** Addresses that answer a GET with something that is no page, or that lead elsewhere. */
export const NO_PAGES: string[] = [
  '/healthz',
  '/readyz',
  '/metrics',
  // Never ends; live.spec.ts listens to it.
  '/live',
  // For programs: server/tests/api asks them, at each door and as strangers.
  '/api/v1/openapi.json',
  '/api/v1/tickets',
  '/api/v1/tickets/{id}',
  '/api/v1/tickets/{id}/comments',
  '/api/v1/tickets/{id}/events',
  '/api/v1/tickets/{id}/attachments',
  '/api/v1/attachments/{id}',
  '/api/v1/attachments/{id}/thumbnail',
  '/api/v1/events',
  // Photos, whole and small; files.spec.ts looks at them.
  '/files/{id}',
  '/files/{id}/small',
  // Leads to /sign-in once the house is set up; setup.spec.ts walks it.
  '/setup',
  // Leads to this year's page.
  '/tax',
  '/reports/profit-and-loss.csv',
  '/reports/entries.csv',
  '/tax/{year}/schedule-e.csv',
  '/settings/data',
  '/transactions.csv',
  // Only in the demo portfolio; setup.spec.ts walks it.
  '/settings/demo',
  '/portal/settings/data',
];

export const address = (page: Page, world: World): string => page.at?.(world) ?? page.route;
