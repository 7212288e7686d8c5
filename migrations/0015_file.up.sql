-- Photos and documents. The bytes lie in an object store under names of ours, and were there before the row; a row says what
-- they are and whose they are. A file hangs on a repair and is seen by whoever sees that: the household where lease_id is
-- set, else the landlord alone.

create table file (
  portfolio_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  lease_id uuid,
  -- By content, never by name.
  kind text not null check (kind in ('jpeg', 'png', 'pdf')),
  -- As the person called it, cleaned; for people only.
  name text not null check (length(name) between 1 and 120),
  bytes integer not null check (bytes > 0),
  width integer check (width > 0),
  height integer check (height > 0),
  -- Of the bytes as they are kept.
  sha256 bytea not null check (length(sha256) = 32),
  -- waiting: a job makes the small picture. none: a document has none. failed: it could not be made.
  thumbnail text not null check (thumbnail in ('waiting', 'ready', 'none', 'failed')),
  side text not null check (side in ('landlord', 'tenant')),
  added_by uuid not null,
  added_by_name text not null check (length(added_by_name) <= 120),
  added_at timestamptz not null,
  -- Taken away, and by whom. Its bytes and its row go a month later.
  removed_at timestamptz,
  removed_by uuid,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  -- A household's row hangs on its own repair, and never on its neighbor's.
  foreign key (portfolio_id, lease_id, ticket_id) references ticket (portfolio_id, lease_id, id) on delete cascade,
  constraint file_photo check ((thumbnail = 'none') = (kind = 'pdf') and (width is null) = (kind = 'pdf') and (height is null) = (kind = 'pdf')),
  constraint file_removal check ((removed_at is null) = (removed_by is null))
);
-- The same photo twice on one repair, for the same people, is one: a form that is sent twice brings nothing twice.
create unique index file_once on file (portfolio_id, ticket_id, lease_id, sha256) nulls not distinct where removed_at is null;
create index file_of_ticket on file (portfolio_id, ticket_id, added_at, id) where removed_at is null;
create index file_removed on file (portfolio_id, removed_at) where removed_at is not null;
create index file_property on file (portfolio_id, property_id);
create index file_lease on file (portfolio_id, lease_id);
alter table file enable row level security;
alter table file force row level security;
create policy owner_all on file to duplex_owner using (true) with check (true);
create policy landlord_read on file for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on file for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and added_by = app.person_id() and side = 'landlord');
create policy landlord_remove on file for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on file for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
create policy tenant_add on file for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()) and added_by = app.person_id() and side = 'tenant');
-- Tenants take back what they added themselves.
create policy tenant_remove on file for update to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()) and added_by = app.person_id());
-- The worker makes small pictures, and sweeps what was removed.
create policy worker_read on file for select to duplex_worker using (portfolio_id = app.portfolio_id());
create policy worker_change on file for update to duplex_worker using (portfolio_id = app.portfolio_id());
create policy worker_sweep on file for delete to duplex_worker using (portfolio_id = app.portfolio_id());
grant select,
  insert (portfolio_id, id, ticket_id, property_id, lease_id, kind, name, bytes, width, height, sha256, thumbnail, side, added_by, added_by_name,
    added_at),
  update (removed_at, removed_by) on file to duplex_landlord;
grant select (portfolio_id, id, ticket_id, property_id, lease_id, kind, name, bytes, width, height, thumbnail, side, added_by, added_by_name,
    added_at, removed_at, removed_by),
  insert (portfolio_id, id, ticket_id, property_id, lease_id, kind, name, bytes, width, height, sha256, thumbnail, side, added_by, added_by_name,
    added_at),
  update (removed_at, removed_by) on file to duplex_tenant;
grant select, update (thumbnail), delete on file to duplex_worker;

-- How much a portfolio keeps. Taken together with the row that needs it, given back when the row is swept.
create table file_room (
  portfolio_id uuid not null references portfolio on delete cascade,
  used_bytes bigint not null default 0 check (used_bytes >= 0),
  primary key (portfolio_id)
);
alter table file_room enable row level security;
alter table file_room force row level security;
create policy owner_all on file_room to duplex_owner using (true) with check (true);
create policy landlord_read on file_room for select to duplex_landlord using (portfolio_id = app.portfolio_id() and app.owns());
create policy worker_read on file_room for select to duplex_worker using (portfolio_id = app.portfolio_id());
create policy worker_change on file_room for update to duplex_worker using (portfolio_id = app.portfolio_id());
grant select on file_room to duplex_landlord;
grant select, update (used_bytes) on file_room to duplex_worker;
-- Takes room for so many bytes in the viewer's portfolio; answers false when that would be more than the limit. Tells nobody
-- how much there is, and gives nothing back.
create function app.take_file_room(p_bytes bigint, p_limit bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if app.portfolio_id() is null or coalesce(p_bytes, -1) < 0 then
    return false;
  end if;
  insert into file_room (portfolio_id) values (app.portfolio_id()) on conflict do nothing;
  update file_room set used_bytes = used_bytes + p_bytes
   where portfolio_id = app.portfolio_id() and used_bytes + p_bytes <= p_limit;
  return found;
end $$;
revoke all on function app.take_file_room(bigint, bigint) from public;
grant execute on function app.take_file_room(bigint, bigint) to duplex_landlord, duplex_tenant;
