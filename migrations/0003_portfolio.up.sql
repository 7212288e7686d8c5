-- The isolated customer, its members, and how somebody becomes one.

create table portfolio (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  time_zone text not null,
  is_demo boolean not null default false,
  -- The people tenants call.
  contact_name text check (length(contact_name) <= 120),
  contact_phone text check (length(contact_phone) <= 40),
  contact_email text check (length(contact_email) <= 254),
  emergency_phone text check (length(emergency_phone) <= 40),
  version integer not null default 1,
  created_at timestamptz not null
);
alter table portfolio enable row level security;
alter table portfolio force row level security;
create policy owner_all on portfolio to duplex_owner using (true) with check (true);
create policy own_read on portfolio for select to duplex_landlord, duplex_tenant, duplex_worker using (id = app.portfolio_id());
create policy own_change on portfolio for update to duplex_landlord
  using (id = app.portfolio_id() and app.owns()) with check (id = app.portfolio_id() and app.owns());
grant select, update (name, time_zone, contact_name, contact_phone, contact_email, emergency_phone, version) on portfolio to duplex_landlord;
grant select on portfolio to duplex_worker;
grant select (id, name, time_zone, is_demo, contact_name, contact_phone, contact_email, emergency_phone) on portfolio to duplex_tenant;

create table member (
  portfolio_id uuid not null references portfolio on delete cascade,
  person_id uuid not null references person,
  role text not null check (role in ('owner', 'manager', 'bookkeeper')),
  -- Copied from the person, so that a portfolio knows its members without reading people.
  name text not null,
  email text not null,
  -- A manager limited to properties sees only those in member_property.
  limited boolean not null default false check (not limited or role = 'manager'),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (portfolio_id, person_id)
);
create index member_person on member (person_id);
alter table member enable row level security;
alter table member force row level security;
create policy owner_all on member to duplex_owner using (true) with check (true);
create policy landlord_read on member for select to duplex_landlord using (portfolio_id = app.portfolio_id());
create policy landlord_change on member for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.owns()) with check (portfolio_id = app.portfolio_id() and app.owns());
create policy worker_read on member for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, update (role, limited, ended_at) on member to duplex_landlord;
grant select on member to duplex_worker;

-- A link that makes somebody a member or lets a tenant in. Only the token's hash is kept.
create table invitation (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  role text not null check (role in ('owner', 'manager', 'bookkeeper', 'tenant')),
  email text check (email = lower(email) and length(email) <= 254),
  tenant_id uuid,
  property_ids uuid[],
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (portfolio_id, id),
  unique (portfolio_id, token_hash),
  check ((role = 'tenant') = (tenant_id is not null)),
  check (property_ids is null or role = 'manager')
);
create index invitation_token on invitation (token_hash);
create index invitation_tenant on invitation (portfolio_id, tenant_id) where tenant_id is not null;
alter table invitation enable row level security;
alter table invitation force row level security;
create policy owner_all on invitation to duplex_owner using (true) with check (true);
-- Owners invite members; owners and managers invite tenants, a limited manager only those on leases of their properties:
-- whoever accepts becomes that tenant. A null tenant_id is a member's invitation.
create policy landlord_read on invitation for select to duplex_landlord
  using (portfolio_id = app.portfolio_id()
         and (app.owns() or (app.keeps_people() and role = 'tenant' and (app.sees_all() or tenant_id = any (app.household_ids())))));
create policy landlord_add on invitation for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and invited_by = app.person_id() and used_at is null
         and (app.owns() or (app.keeps_people() and role = 'tenant' and (app.sees_all() or tenant_id = any (app.household_ids())))));
create policy landlord_withdraw on invitation for update to duplex_landlord
  using (portfolio_id = app.portfolio_id()
         and (app.owns() or (app.keeps_people() and role = 'tenant' and (app.sees_all() or tenant_id = any (app.household_ids())))));
grant select (portfolio_id, id, role, email, tenant_id, property_ids, invited_by, created_at, expires_at, used_at, withdrawn_at),
  insert, update (withdrawn_at) on invitation to duplex_landlord;

-- Mail waiting to be sent by the worker: written in the caller's transaction, sent outside of any.
create table mail_out (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  recipient text not null check (length(recipient) <= 254),
  subject text not null check (length(subject) <= 200),
  body text not null check (length(body) <= 20000),
  created_at timestamptz not null,
  tries integer not null default 0,
  next_try_at timestamptz not null,
  sent_at timestamptz,
  failure text,
  primary key (portfolio_id, id)
);
create index mail_out_due on mail_out (portfolio_id, next_try_at) where sent_at is null;
alter table mail_out enable row level security;
alter table mail_out force row level security;
create policy owner_all on mail_out to duplex_owner using (true) with check (true);
create policy landlord_read on mail_out for select to duplex_landlord using (portfolio_id = app.portfolio_id() and app.owns());
create policy landlord_add on mail_out for insert to duplex_landlord with check (portfolio_id = app.portfolio_id() and app.keeps_people());
create policy worker_all on mail_out to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
-- The body may hold a secret link: nobody but the worker reads it back.
grant select (portfolio_id, id, recipient, subject, created_at, tries, next_try_at, sent_at, failure), insert on mail_out to duplex_landlord;
grant select, insert, update (tries, next_try_at, sent_at, failure) on mail_out to duplex_worker;
