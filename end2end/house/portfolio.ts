// Further landlords in the same house. The program sets up one; the others are made as its owner would on a shared
// installation, with the same categories.
import { randomUUID } from 'node:crypto';
import { sql } from './database.ts';
import { PASSWORD, Person } from './person.ts';

/** The first landlord walks /setup. */
export async function setUp(): Promise<void> {
  const ruth = await Person.stranger('Ruth Calloway', 'ruth@example.com');
  await ruth.send('/setup', { name: ruth.name, email: ruth.email, password: PASSWORD, zone: 'America/New_York', begin: 'empty' });
  await ruth.leave();
}

/** A landlord with an empty portfolio of their own, signed in. */
export async function landlord(portfolio: string): Promise<Person> {
  const [person, id, activity] = [randomUUID(), randomUUID(), randomUUID()];
  const owner = await Person.stranger(`Owner of ${portfolio}`.slice(0, 120), `owner-${person}@example.com`);
  await sql(
    `insert into person (id, name, email, password_hash, time_zone, created_at)
     select $1, $2, $3, password_hash, time_zone, now() from person where email = 'ruth@example.com'`,
    ...[person, owner.name, owner.email],
  );
  await sql(
    `select app.add_portfolio($1, $2, 'America/New_York', false, $3, now(), $4,
       array_agg(code order by sort), array_agg(name order by sort), array_agg(kind order by sort),
       array_agg(tax_line order by sort))
     from category where portfolio_id = (select id from portfolio order by created_at limit 1)`,
    ...[id, portfolio, person, activity],
  );
  return owner.signIn();
}
