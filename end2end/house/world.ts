// One landlord's world, made once per worker: homes, people and books that the specs of that worker share. Specs that
// change what others look at make something of their own first.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from './database.ts';
import { type Fields, idOf, PASSWORD, Person, words } from './person.ts';
import { photo } from './photo.ts';
import { landlord } from './portfolio.ts';

export interface World {
  owner: Person;
  /** Limited to Alder Street. */
  manager: Person;
  bookkeeper: Person;
  /** Lives at Alder Street. */
  tenant: Person;
  /** Lives at Birch Road. */
  neighbor: Person;
  /** Somebody with a portfolio of their own, who has nothing to do with this one. */
  other: Person;
  /** Somebody who has not signed in. */
  stranger: Person;
  /** Ids of what stands in it. */
  alder: string;
  birch: string;
  bookkeeperId: string;
  tenantId: string;
  neighborId: string;
  /** A tenant who was not invited yet. */
  guestId: string;
  /** The home at Alder Street, and its lease. */
  upstairs: string;
  leaseId: string;
  /** The home at Birch Road, and its lease. */
  house: string;
  birchLease: string;
  /** The bank account of Alder Street, a file that was imported into it, one of its lines that waits, one that a rule has booked, and that rule. */
  account: string;
  import: string;
  line: string;
  booked: string;
  rule: string;
  /** What was done to Alder Street. */
  activity: string;
  /** An invitation that still opens, as the path of its link. */
  invitation: string;
  invitationId: string;
  /** A link for a new password, as its path; nobody uses it. */
  reset: string;
  /** The bookkeeper's token for a program. */
  token: string;
  /** Work that has failed. */
  job: string;
  /** What the tenant reported at Alder Street, what it cost, and who repairs it; and what the neighbor reported. */
  repair: string;
  cost: string;
  vendor: string;
  neighborRepair: string;
  /** What the owner and the neighbor were told about these, and a link that ends letters, as its path. */
  notification: string;
  neighborNotification: string;
  unsubscribe: string;
  /** A photo that came with another report of the neighbor. */
  photo: string;
}

const LAST_YEAR = new Date().getFullYear() - 1;
/** Line 6 of it names a day that there never was. */
const STATEMENT = [
  'Date,Description,Amount',
  `${LAST_YEAR}-03-14,HOME DEPOT #4417 COLUMBUS OH,-64.18`,
  `${LAST_YEAR}-03-15,PARKING GARAGE,-12.00`,
  `${LAST_YEAR}-03-15,PARKING GARAGE,-12.00`,
  `${LAST_YEAR}-03-31,ZELLE FROM TESS TENANT,1450.00`,
  `${LAST_YEAR}-02-30,NO SUCH DAY,-5.00`,
  `${LAST_YEAR}-04-02,ROTO ROOTER SEWER,-285.00`,
].join('\n');
let made = 0;

export async function world(name: string): Promise<World> {
  made += 1;
  const suffix = `${name}-${process.pid}-${made}`;
  const owner = await landlord(`Homes ${suffix}`);
  const alder = await property(owner, '12 Alder Street', 'Alder Street');
  const birch = await property(owner, '7 Birch Road', 'Birch Road');
  const manager = await member(owner, 'Max Manager', `max-${suffix}@example.com`, {
    role: 'manager',
    [`property-${alder}`]: '1',
  });
  const bookkeeper = await member(owner, 'Bea Books', `bea-${suffix}@example.com`, { role: 'bookkeeper' });
  const tess = await tenant(owner, 'Tess Tenant');
  const ned = await tenant(owner, 'Ned Neighbor');
  const [upstairs, house] = [await unit(owner, alder, 'Upstairs'), await unit(owner, birch, 'House')];
  const leaseId = await lease(owner, upstairs, tess, { starts_on: `${LAST_YEAR}-02-01` });
  const birchLease = await lease(owner, house, ned, { starts_on: `${LAST_YEAR}-05-01`, ends_on: `${LAST_YEAR + 3}-04-30` });
  const bank = await account(owner, 'Alder checking', { property: alder });
  const rule = { pattern: 'ROTO ROOTER', direction: 'out', category: 'repairs', confidence: '100', priority: '100' };
  await owner.send('/rules/new', rule);
  const file = await bring(owner, bank, 'alder.csv', STATEMENT);
  const renter = await settle(owner, tess, 'Tess Tenant', `tess-${suffix}@example.com`);
  const nextDoor = await settle(owner, ned, 'Ned Neighbor', `ned-${suffix}@example.com`);
  const repair = await leak(renter, 'Water drips under the sink. Since yesterday.');
  await owner.send('/vendors/new', { name: 'Kessler Heating', phone: '614-555-0117', trade: 'Heating' });
  const today = new Date().toISOString().slice(0, 10);
  await owner.send(`/maintenance/${repair}/costs/new`, { what: 'Finding the fault', amount: '95.00', on: today });
  const neighborRepair = await leak(nextDoor, 'The stairs creak.');
  await owner.send(`/maintenance/${neighborRepair}/say`, { say: 'Kessler looks at them.', id: randomUUID() });
  const [notification, neighborNotification] = [await told(owner, repair), await told(nextDoor, neighborRepair)];
  return {
    repair,
    notification,
    neighborNotification,
    unsubscribe: await unsubscribeLink(owner.email),
    photo: await pictured(nextDoor),
    token: await tokenOf(bookkeeper),
    job: await failedJob(owner, 'nobody@example.com', 'There is no such mailbox.'),
    neighborRepair,
    cost: costOf(await owner.page(`/maintenance/${repair}`)),
    vendor: rowOf(await owner.page('/vendors'), '/vendors'),
    account: bank,
    import: file,
    line: rowOf(await owner.page('/transactions'), '/transactions', 'HOME DEPOT'),
    booked: rowOf(await owner.page('/transactions'), '/transactions', 'Roto Rooter'),
    rule: rowOf(await owner.page('/rules'), '/rules', 'ROTO ROOTER'),
    owner,
    manager,
    bookkeeper,
    tenant: renter,
    neighbor: nextDoor,
    tenantId: tess,
    neighborId: ned,
    guestId: await tenant(owner, 'Uma Unasked'),
    upstairs,
    house,
    leaseId,
    birchLease,
    other: await landlord(`Other ${suffix}`),
    stranger: await Person.stranger('', ''),
    alder,
    birch,
    bookkeeperId: rowOf(await owner.page('/settings/members'), '/settings/members', bookkeeper.email),
    activity: rowOf(await owner.page(`/activity?about=${alder}`), '/activity'),
    invitation: linkOn(await owner.ask('/settings/members/invite', { role: 'manager' })),
    invitationId: await invitationOf(owner.email),
    reset: await resetLink(owner.email),
  };
}

/** The newest invitation of this owner. */
async function invitationOf(email: string): Promise<string> {
  const rows = await sql<{ id: string }>(
    `select i.id from invitation i join member m on m.portfolio_id = i.portfolio_id and m.email = $1
     order by i.created_at desc limit 1`,
    email,
  );
  return rows[0]!.id;
}

/** A link for a new password, such as a mail would bring; returns its path. */
export async function resetLink(email: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  await sql(
    `insert into password_reset (token_hash, person_id, created_at, expires_at)
     select sha256($1::bytea), id, now(), now() + interval '1 hour' from person where email = $2`,
    ...[secret, email],
  );
  return `/reset/${secret}`;
}

/** What somebody was told about a repair; telling them is a job that may still run. Returns its id. */
async function told(who: Person, repair: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const rows = await sql<{ id: string }>(
      `select n.id from notification n join person p on p.id = n.person_id
       where p.email = $1 and n.ticket_id::text = $2 order by n.created_at limit 1`,
      ...[who.email, repair],
    );
    if (rows[0]) return rows[0].id;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${who.email} was never told about ${repair}`);
}

/** Makes a token for a program; returns its id. */
async function tokenOf(who: Person): Promise<string> {
  await who.ask('/settings/tokens', { name: 'Home board', 'events:read': '1', days: '30' });
  return /\/settings\/tokens\/([0-9a-f-]{36})\/end/.exec(await who.page('/settings/tokens'))![1]!;
}

/** A link that ends letters about repairs, as a letter would bring it; returns its path. */
async function unsubscribeLink(email: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  await sql(
    `insert into notification_link (portfolio_id, token_hash, person_id, kind, created_at)
     select m.portfolio_id, sha256($1::bytea), m.person_id, 'message', now() from member m where m.email = $2 limit 1`,
    ...[secret, email],
  );
  return `/unsubscribe/${secret}`;
}

/** A letter of an owner's portfolio that could not be sent; returns the id of its job. */
export async function failedJob(owner: Person, recipient: string, failure: string): Promise<string> {
  const id = randomUUID();
  const mine = 'from member where email = $2 and role = \'owner\' limit 1';
  await sql(
    `insert into mail_out (portfolio_id, id, recipient, subject, body, created_at)
     select portfolio_id, $1, $3, 'Welcome', 'Come in.', now() ${mine}`,
    ...[id, owner.email, recipient],
  );
  await sql(
    `insert into job (portfolio_id, id, kind, state, run_at, tries, failure, created_at, started_at, ended_at)
     select portfolio_id, $1, 'mail', 'dead', now() - interval '1 day', 8, $3, now() - interval '1 day', now(), now() ${mine}`,
    ...[id, owner.email, failure],
  );
  return id;
}

/** The id that the row with these words links to, below this path. */
export function rowOf(page: string, path: string, within = ''): string {
  for (const row of page.split('<tr').slice(1)) {
    const id = new RegExp(`href="${path}/([0-9a-f-]{36})`).exec(row)?.[1];
    if (id && row.includes(within)) return id;
  }
  throw new Error(`No row leads to ${path} with "${within}" on: ${words(page)}`);
}

export async function property(owner: Person, street: string, name: string): Promise<string> {
  const fields = { street, city: 'Columbus', state: 'OH', zip: '43215', name, kind: '2', placed_in_service: '2018-03-01' };
  return idOf(await owner.send('/properties/new', { ...fields, cost: '240,000', land: '60,000' }));
}

/** A tenant reports something; returns the repair's id. */
export async function leak(who: Person, description: string, more: Fields = {}): Promise<string> {
  const fields = { category: 'water', place: 'Kitchen', description, access: 'After five' };
  return idOf(await who.send('/portal/repairs/new', { ...fields, ...more }));
}

/** Reports something with a photo; returns the photo's id. */
async function pictured(who: Person): Promise<string> {
  const fields = { category: 'door', place: 'Hall', description: 'The front door sticks.' };
  const repair = await who.photos('/portal/repairs/new', fields, photo());
  return /\/files\/([0-9a-f-]{36})/.exec(await who.page(repair))![1]!;
}

/** The id of the newest cost that the page of a repair shows. */
export function costOf(page: string): string {
  const found = /\/costs\/([0-9a-f-]{36})\//.exec(page);
  if (!found) throw new Error(`No cost on: ${words(page)}`);
  return found[1]!;
}

/** A home in a property; returns its id. */
export async function unit(owner: Person, inside: string, name: string): Promise<string> {
  await owner.send(`/properties/${inside}/units/new`, { name });
  return rowOf(await owner.page(`/properties/${inside}`), '/units', name);
}

/** A tenant who does not sign in yet; returns their id. */
export async function tenant(owner: Person, name: string): Promise<string> {
  return idOf(await owner.send('/tenants/new', { name }));
}

/** One person's lease of a home; returns its id. */
export async function lease(owner: Person, home: string, who: string, days: Fields): Promise<string> {
  const terms = { rent: '1,450', due_day: '1', grace_days: '5', late_fee: '50', deposit: '1,450' };
  const people = { who_1: who, split: 'equal', rows: '1' };
  return idOf(await owner.send('/leases/new', { step: 'check', go: 'save', unit: home, ...terms, ...people, ...days }));
}

/** A bank account; returns its id. */
export async function account(owner: Person, name: string, more: Fields = {}): Promise<string> {
  return idOf(await owner.send('/accounts/new', { name, kind: 'checking', ...more }));
}

/** Imports a file whole; returns the import's id. */
export async function bring(owner: Person, into: string, name: string, text: string): Promise<string> {
  const id = idOf(await owner.upload('/imports/new', { account: into }, name, text));
  await owner.send(`/imports/${id}/import`);
  return id;
}

/** Invites a tenant, who follows the link. */
export async function settle(owner: Person, id: string, name: string, email: string): Promise<Person> {
  return follow(linkOn(await owner.ask(`/tenants/${id}/invite`, { email })), name, email);
}

/** Invites somebody by link, who follows it. */
export async function member(
  owner: Person,
  name: string,
  email: string,
  rights: Record<string, string>,
): Promise<Person> {
  const link = linkOn(await owner.ask('/settings/members/invite', { email, ...rights }));
  return follow(link, name, email);
}

/** The invitation link that a page shows to copy. */
export function linkOn(page: string): string {
  const found = /\/invitation\/[A-Za-z0-9_-]+/.exec(page);
  if (!found) throw new Error(`No link on: ${words(page)}`);
  return found[0];
}

export async function follow(link: string, name: string, email: string): Promise<Person> {
  const guest = await Person.stranger(name, email);
  await guest.send(link, { name, email, password: PASSWORD });
  return guest;
}
