-- People before they are anybody here: sign-in, sessions, resets, rate limits. These tables have no portfolio_id and
-- stand on the reviewed list (docs/THREAT_MODEL.md). Runtime roles reach them by exact hashed key through the
-- functions of 0008, or as their own person through the policies below.

create table person (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (email = lower(email) and length(email) <= 254),
  password_hash text not null,
  time_zone text not null,
  scheme text not null default 'system' check (scheme in ('system', 'light', 'dark')),
  created_at timestamptz not null
);
alter table person enable row level security;
alter table person force row level security;
create policy owner_all on person to duplex_owner using (true) with check (true);
create policy self_read on person for select to duplex_landlord, duplex_tenant, duplex_public using (id = app.person_id());
create policy self_change on person for update to duplex_landlord, duplex_tenant, duplex_public
  using (id = app.person_id()) with check (id = app.person_id());
-- No role selects a password hash; one function of 0008 hands it out for one address.
grant select (id, name, email, time_zone, scheme, created_at), update (name, time_zone, scheme) on person
  to duplex_landlord, duplex_tenant, duplex_public;

create table session (
  id_hash bytea primary key check (length(id_hash) = 32),
  person_id uuid not null references person on delete cascade,
  -- Where this session stands: a portfolio and one of its two doors, or nowhere yet.
  portfolio_id uuid,
  door text check (door in ('landlord', 'tenant')),
  -- Set while a member looks at the portal through a tenant's eyes; such a session cannot write there.
  view_as_tenant uuid,
  address text not null check (length(address) <= 64),
  browser text not null check (length(browser) <= 200),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_person on session (person_id, seen_at desc);
alter table session enable row level security;
alter table session force row level security;
create policy owner_all on session to duplex_owner using (true) with check (true);
create policy self_read on session for select to duplex_landlord, duplex_tenant, duplex_public using (person_id = app.person_id());
-- Ended stays ended: nobody brings a session back.
create policy self_end on session for update to duplex_landlord, duplex_tenant, duplex_public
  using (person_id = app.person_id()) with check (person_id = app.person_id() and ended_at is not null);
grant select, update (ended_at) on session to duplex_landlord, duplex_tenant, duplex_public;

create table password_reset (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
alter table password_reset enable row level security;
alter table password_reset force row level security;
create policy owner_all on password_reset to duplex_owner using (true) with check (true);

-- One row per key (a network or mail address, hashed) and window; counted by a function of 0008.
create table rate_limit (
  key_hash bytea not null check (length(key_hash) = 32),
  window_start timestamptz not null,
  tries integer not null,
  primary key (key_hash, window_start)
);
alter table rate_limit enable row level security;
alter table rate_limit force row level security;
create policy owner_all on rate_limit to duplex_owner using (true) with check (true);
