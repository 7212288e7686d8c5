-- Leases: who lives where, from when to when, on what terms.

create table lease (
  portfolio_id uuid not null,
  id uuid not null,
  property_id uuid not null,
  unit_id uuid not null,
  starts_on date not null,
  -- Last day; open for a lease that runs month to month.
  ends_on date check (ends_on >= starts_on),
  note text check (length(note) <= 2000),
  version integer not null default 1,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (portfolio_id, id),
  unique (portfolio_id, property_id, id),
  foreign key (portfolio_id, property_id, unit_id) references unit (portfolio_id, property_id, id),
  -- One lease at a time in a home.
  constraint lease_overlap exclude using gist
    (portfolio_id with =, unit_id with =, daterange(starts_on, ends_on, '[]') with &&) where (removed_at is null)
);
create index lease_unit on lease (portfolio_id, unit_id, starts_on desc);
create index lease_property on lease (portfolio_id, property_id);
-- What a list and its counts ask for, so that they need not open the rows.
create index lease_starts on lease (portfolio_id, starts_on, id) include (ends_on, property_id) where removed_at is null;
create index lease_ends on lease (portfolio_id, ends_on, id) where removed_at is null;
alter table lease enable row level security;
alter table lease force row level security;
create policy owner_all on lease to duplex_owner using (true) with check (true);
create policy landlord_read on lease for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on lease for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on lease for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on lease for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and id = any (app.lease_ids()));
create policy worker_all on lease to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (ends_on, note, version, removed_at) on lease to duplex_landlord;
-- The landlord's note is not the tenant's to read.
grant select (portfolio_id, id, property_id, unit_id, starts_on, ends_on, removed_at) on lease to duplex_tenant;
grant select on lease to duplex_worker;

-- What is agreed from a day on. An amendment adds a row. Only a mistake is put right in place (the same day again), or
-- taken back; the activity list keeps what stood there.
create table lease_term (
  portfolio_id uuid not null,
  lease_id uuid not null,
  property_id uuid not null,
  from_on date not null,
  rent_cents bigint not null check (rent_cents between 0 and 1000000000000),
  due_day smallint not null check (due_day between 1 and 31),
  grace_days smallint not null default 0 check (grace_days between 0 and 60),
  late_fee_cents bigint not null default 0 check (late_fee_cents between 0 and 1000000000000),
  deposit_cents bigint not null default 0 check (deposit_cents between 0 and 1000000000000),
  created_at timestamptz not null,
  primary key (portfolio_id, lease_id, from_on),
  foreign key (portfolio_id, property_id, lease_id) references lease (portfolio_id, property_id, id) on delete cascade
);
create index lease_term_property on lease_term (portfolio_id, property_id);
alter table lease_term enable row level security;
alter table lease_term force row level security;
create policy owner_all on lease_term to duplex_owner using (true) with check (true);
create policy landlord_read on lease_term for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on lease_term for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on lease_term for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_remove on lease_term for delete to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on lease_term for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.lease_ids()));
create policy worker_all on lease_term to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (rent_cents, due_day, grace_days, late_fee_cents, deposit_cents), delete on lease_term to duplex_landlord;
grant select on lease_term to duplex_tenant, duplex_worker;

-- Who is on a lease, from when to when, with what share of the rent (hundredths of a percent).
create table lease_member (
  portfolio_id uuid not null,
  lease_id uuid not null,
  property_id uuid not null,
  tenant_id uuid not null,
  from_on date not null,
  until_on date check (until_on >= from_on),
  share_bp integer not null check (share_bp between 0 and 10000),
  created_at timestamptz not null,
  primary key (portfolio_id, lease_id, tenant_id, from_on),
  foreign key (portfolio_id, property_id, lease_id) references lease (portfolio_id, property_id, id) on delete cascade,
  foreign key (portfolio_id, tenant_id) references tenant
);
create index lease_member_tenant on lease_member (portfolio_id, tenant_id);
create index lease_member_property on lease_member (portfolio_id, property_id);
alter table lease_member enable row level security;
alter table lease_member force row level security;
create policy owner_all on lease_member to duplex_owner using (true) with check (true);
create policy landlord_read on lease_member for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on lease_member for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on lease_member for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_remove on lease_member for delete to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
-- Household ids are those who lived here together: whoever came after a tenant left stays unknown to them.
create policy tenant_read on lease_member for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.lease_ids()) and tenant_id = any (app.household_ids()));
create policy worker_all on lease_member to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (until_on), delete on lease_member to duplex_landlord;
grant select (portfolio_id, lease_id, property_id, tenant_id, from_on, until_on, share_bp) on lease_member to duplex_tenant;
grant select on lease_member to duplex_worker;
