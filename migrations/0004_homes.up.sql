-- Properties, units, tenants and leases. Every key begins with portfolio_id and every foreign key carries it, so that no
-- row can have a parent in another portfolio. property_id is carried down to leases, so that a manager limited to
-- properties is held by one indexed comparison.
create extension if not exists btree_gist;

create table property (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  street text not null check (length(street) <= 120),
  city text not null check (length(city) <= 80),
  state text not null check (length(state) <= 40),
  zip text not null check (length(zip) <= 12),
  -- Schedule E line 1b: type of property, 1 to 8.
  kind smallint not null check (kind between 1 and 8),
  placed_in_service date,
  -- Cost and the land's part of it: what is left is depreciated (Pub. 946).
  cost_cents bigint check (cost_cents between 0 and 1000000000000),
  land_cents bigint check (land_cents between 0 and cost_cents),
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (portfolio_id, id)
);
create unique index property_name on property (portfolio_id, lower(name)) where archived_at is null;
alter table property enable row level security;
alter table property force row level security;
create policy owner_all on property to duplex_owner using (true) with check (true);
create policy landlord_read on property for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or id = any (app.property_ids())));
create policy landlord_add on property for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.sees_all() and app.keeps_people());
create policy landlord_change on property for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or id = any (app.property_ids())));
create policy tenant_read on property for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and id = any (app.property_ids()));
create policy worker_all on property to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (name, street, city, state, zip, kind, placed_in_service, cost_cents, land_cents, version, archived_at) on property to duplex_landlord;
grant select (portfolio_id, id, name, street, city, state, zip) on property to duplex_tenant;
grant select on property to duplex_worker;

create table member_property (
  portfolio_id uuid not null,
  person_id uuid not null,
  property_id uuid not null,
  primary key (portfolio_id, person_id, property_id),
  foreign key (portfolio_id, person_id) references member on delete cascade,
  foreign key (portfolio_id, property_id) references property on delete cascade
);
create index member_property_property on member_property (portfolio_id, property_id);
alter table member_property enable row level security;
alter table member_property force row level security;
create policy owner_all on member_property to duplex_owner using (true) with check (true);
create policy landlord_read on member_property for select to duplex_landlord using (portfolio_id = app.portfolio_id());
create policy landlord_add on member_property for insert to duplex_landlord with check (portfolio_id = app.portfolio_id() and app.owns());
create policy landlord_remove on member_property for delete to duplex_landlord using (portfolio_id = app.portfolio_id() and app.owns());
grant select, insert, delete on member_property to duplex_landlord;

create table unit (
  portfolio_id uuid not null,
  id uuid not null,
  property_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (portfolio_id, id),
  unique (portfolio_id, property_id, id),
  foreign key (portfolio_id, property_id) references property on delete cascade
);
create unique index unit_name on unit (portfolio_id, property_id, lower(name)) where archived_at is null;
alter table unit enable row level security;
alter table unit force row level security;
create policy owner_all on unit to duplex_owner using (true) with check (true);
create policy landlord_read on unit for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on unit for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on unit for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on unit for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and id = any (app.unit_ids()));
create policy worker_all on unit to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (name, version, archived_at) on unit to duplex_landlord;
grant select (portfolio_id, id, property_id, name) on unit to duplex_tenant;
grant select on unit to duplex_worker;

create table tenant (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- The person who signs in as this tenant, once an invitation was accepted.
  person_id uuid references person,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (portfolio_id, id)
);
alter table invitation add foreign key (portfolio_id, tenant_id) references tenant on delete cascade;
create unique index tenant_person on tenant (portfolio_id, person_id) where person_id is not null;
create index tenant_signs_in on tenant (person_id) where person_id is not null;
create index tenant_name on tenant (portfolio_id, lower(name), id);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy owner_all on tenant to duplex_owner using (true) with check (true);
-- A limited manager's household_ids are the tenants on leases of their properties.
create policy landlord_read on tenant for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people()
         and (app.sees_all() or id = any (app.household_ids()) or created_by = app.person_id()));
create policy landlord_add on tenant for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and created_by = app.person_id() and person_id is null);
create policy landlord_change on tenant for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people()
         and (app.sees_all() or id = any (app.household_ids()) or created_by = app.person_id()));
create policy tenant_read on tenant for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and id = any (app.household_ids()));
create policy worker_all on tenant to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (name, version, archived_at) on tenant to duplex_landlord;
-- Roommates know each other's names, and nothing else of each other.
grant select (portfolio_id, id, name) on tenant to duplex_tenant;
grant select on tenant to duplex_worker;

-- How to reach a tenant: their own and the landlord's to see, never a roommate's.
create table tenant_contact (
  portfolio_id uuid not null,
  tenant_id uuid not null,
  email text check (email = lower(email) and length(email) <= 254),
  phone text check (length(phone) <= 40),
  created_by uuid,
  primary key (portfolio_id, tenant_id),
  foreign key (portfolio_id, tenant_id) references tenant on delete cascade
);
-- Not unique: couples share an address, and a conflict would tell a limited manager that somebody hidden has it.
create index tenant_contact_email on tenant_contact (portfolio_id, email) where email is not null;
alter table tenant_contact enable row level security;
alter table tenant_contact force row level security;
create policy owner_all on tenant_contact to duplex_owner using (true) with check (true);
create policy landlord_read on tenant_contact for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people()
         and (app.sees_all() or tenant_id = any (app.household_ids()) or created_by = app.person_id()));
create policy landlord_add on tenant_contact for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and created_by = app.person_id());
create policy landlord_change on tenant_contact for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people()
         and (app.sees_all() or tenant_id = any (app.household_ids()) or created_by = app.person_id()));
create policy self_read on tenant_contact for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and tenant_id = app.tenant_id());
create policy self_change on tenant_contact for update to duplex_tenant
  using (portfolio_id = app.portfolio_id() and tenant_id = app.tenant_id())
  with check (portfolio_id = app.portfolio_id() and tenant_id = app.tenant_id());
create policy worker_all on tenant_contact to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (email, phone) on tenant_contact to duplex_landlord;
grant select (portfolio_id, tenant_id, email, phone), update (phone) on tenant_contact to duplex_tenant;
grant select on tenant_contact to duplex_worker;
