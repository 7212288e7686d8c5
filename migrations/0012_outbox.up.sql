-- The outbox: what changed, for whom, written by use-cases in their own transaction. Pages that are open hear of it by ids
-- only and ask again as themselves. It stays on one node of a distributed database, so no foreign key ties it to a portfolio.

-- Leases the tenant lives on today. Repairs and what is told of them end with the day somebody moves out, while
-- app.lease_ids() goes on to hold the leases they once were on.
create function app.living_lease_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.living_lease_ids', true), '')::uuid[];
revoke all on function app.living_lease_ids() from public;
grant execute on function app.living_lease_ids() to duplex_landlord, duplex_tenant, duplex_worker, duplex_public;

create table event (
  portfolio_id uuid not null,
  id uuid not null,
  -- Readers tell by it what they have seen: a transaction that commits late still counts as new. Nobody who runs may write it.
  xid xid8 not null default pg_current_xact_id(),
  -- The clock of the database when it was written, for the time it takes to reach a page.
  at timestamptz not null default clock_timestamp(),
  -- A noun, and the row it is about.
  topic text not null check (topic ~ '^[a-z_]{1,40}$'),
  subject_id uuid not null,
  -- members: everybody on the landlord's side. keepers: those who know the people. household: keepers, and the tenants who
  -- live on the lease. person: one person alone, whatever their door. Limited managers only where the property is theirs.
  audience text not null check (audience in ('members', 'keepers', 'household', 'person')),
  property_id uuid check (property_id is not null or audience <> 'household'),
  lease_id uuid check ((audience = 'household') = (lease_id is not null)),
  person_id uuid check ((audience = 'person') = (person_id is not null)),
  check (property_id is null or audience <> 'person'),
  primary key (portfolio_id, id)
);
create index event_order on event (xid, id);
create index event_missed on event (portfolio_id, xid, id);
alter table event enable row level security;
alter table event force row level security;
create policy owner_all on event to duplex_owner using (true) with check (true);
-- domain::event::Audience::reaches says the same for open streams; a test holds the two against each other.
create policy landlord_read on event for select to duplex_landlord
  using (portfolio_id = app.portfolio_id()
         and (person_id = app.person_id()
              or ((audience = 'members' or (audience in ('keepers', 'household') and app.keeps_people()))
                  and (app.sees_all() or property_id = any (app.property_ids())))));
create policy landlord_add on event for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id is null or property_id = any (app.property_ids())));
create policy tenant_read on event for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and (person_id = app.person_id() or lease_id = any (app.living_lease_ids())));
-- What tenants do concerns their household or themselves.
create policy tenant_add on event for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and (person_id = app.person_id() or lease_id = any (app.living_lease_ids())));
create policy worker_read on event for select to duplex_worker using (portfolio_id = app.portfolio_id());
create policy worker_add on event for insert to duplex_worker with check (portfolio_id = app.portfolio_id());
grant select, insert (portfolio_id, id, topic, subject_id, audience, property_id, lease_id, person_id) on event to duplex_landlord, duplex_worker;
grant select (portfolio_id, id, xid, at, topic, subject_id, audience, property_id, lease_id, person_id),
  insert (portfolio_id, id, topic, subject_id, audience, property_id, lease_id, person_id) on event to duplex_tenant;

-- What only the house knows: no role reads it, one function hands it to the worker. So far the key under which places in the
-- outbox are told to browsers, because the numbers of transactions would say how busy everybody else is.
create table house_secret (
  name text primary key check (name ~ '^[a-z_]{1,40}$'),
  secret bytea not null check (length(secret) = 32)
);
alter table house_secret enable row level security;
alter table house_secret force row level security;
create policy owner_all on house_secret to duplex_owner using (true) with check (true);

-- The secret of this name; the first who asks brings it.
create function app.house_secret(p_name text, p_fresh bytea) returns bytea
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into house_secret (name, secret) values (p_name, p_fresh) on conflict do nothing;
  return (select secret from house_secret where name = p_name);
end $$;

-- Where a reader begins: behind the newest event. `next` and `running` together say which transactions are read: those
-- before `next`, but for those that were still running. `next` never passes the newest event that was read, because after
-- a crash Postgres may give out again the number of a transaction that left nothing behind.
create function app.newest_event() returns table (next bigint, running bigint[])
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    with newest as (
      select coalesce((select e.xid::text::bigint + 1 from event e where e.xid < pg_snapshot_xmax(pg_current_snapshot())
                        order by e.xid desc, e.id desc limit 1), 0) as next)
    select newest.next,
           array(select x::text::bigint from pg_snapshot_xip(pg_current_snapshot()) as x
                  where x::text::bigint < newest.next order by 1)
      from newest;
  end;

-- Events of transactions that are over and were not read yet, for the one reader of a process: in pages, each from the key
-- after the last one's. Without a limit in `p_until` everything visible counts; the answer says where that ended, so that
-- further pages, and the place to go on from, are about the same moment. One row without an event when there is none.
create function app.read_events(
  p_next bigint, p_running bigint[], p_until bigint, p_until_running bigint[], p_after_xid bigint, p_after_id uuid, p_limit integer
) returns table (
    until bigint, until_running bigint[], portfolio_id uuid, id uuid, xid bigint, age_us bigint, topic text, subject_id uuid,
    audience text, property_id uuid, lease_id uuid, person_id uuid)
  -- Not in plain SQL, because that would be planned anew with every call, several times as long as it runs.
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_until bigint := coalesce(p_until, pg_snapshot_xmax(pg_current_snapshot())::text::bigint);
  v_running bigint[] := coalesce(p_until_running, array(select x::text::bigint from pg_snapshot_xip(pg_current_snapshot()) as x order by 1));
  v_open xid8[] := v_running::text[]::xid8[];
  v_late xid8[] := p_running::text[]::xid8[];
  -- The one key that the index begins at: two bounds would make it begin at the lower one.
  v_xid xid8 := greatest(p_next - 1, p_after_xid)::text::xid8;
  v_id uuid := case when p_after_xid < p_next then 'ffffffff-ffff-ffff-ffff-ffffffffffff' else p_after_id end;
begin
  return query
    select v_until, v_running, e.portfolio_id, e.id, e.xid::text::bigint,
           (extract(epoch from clock_timestamp() - e.at) * 1000000)::bigint, e.topic, e.subject_id,
           e.audience, e.property_id, e.lease_id, e.person_id
      from (
        (select * from event n
          where (n.xid, n.id) > (v_xid, v_id) and n.xid < v_until::text::xid8 and n.xid <> all (v_open)
          order by n.xid, n.id limit p_limit)
        union all
        (select * from event l
          where l.xid = any (v_late) and l.xid < v_until::text::xid8 and l.xid <> all (v_open)
            and (l.xid, l.id) > (p_after_xid::text::xid8, p_after_id)
          order by l.xid, l.id limit p_limit)
        order by xid, id limit p_limit) e
     order by e.xid, e.id;
  if not found then
    return query select v_until, v_running, null::uuid, null::uuid, null::bigint, null::bigint, null::text, null::uuid,
                        null::text, null::uuid, null::uuid, null::uuid;
  end if;
end $$;

-- Events older than this are of no use to anybody: a page that was away for longer loads anew. So many at once, the oldest
-- first; answers how many.
create function app.sweep_events(p_before timestamptz, p_limit integer) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_swept bigint;
begin
  with old as (
         select o.portfolio_id, o.id from (select * from event order by xid, id limit p_limit) o where o.at < p_before),
       gone as (delete from event e using old where e.portfolio_id = old.portfolio_id and e.id = old.id returning 1)
  select count(*) into v_swept from gone;
  return v_swept;
end $$;

-- Tells a person's open streams to look again whether they are still theirs: written by whatever ends or moves a session.
-- One event for each portfolio they have stood in lately; the ids are random because nobody refers to them.
create function app.tell_access(p_person uuid) returns void language sql set search_path = public, pg_temp
  begin atomic
    insert into event (portfolio_id, id, topic, subject_id, audience, person_id)
      select s.portfolio_id, gen_random_uuid(), 'access', p_person, 'person', p_person
        from (select distinct portfolio_id from session where person_id = p_person and portfolio_id is not null) s;
  end;
-- The same for whoever is asking, once they have ended sessions of their own.
create function app.tell_own_access() returns void language sql security definer set search_path = public, pg_temp
  begin atomic select app.tell_access(app.person_id()); end;

-- As before, and open streams hear of it.
create or replace function app.end_session(p_hash bytea, p_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with over as (update session set ended_at = p_at where id_hash = p_hash and ended_at is null returning person_id)
    select app.tell_access(over.person_id) from over;
  end;

create or replace function app.close_sessions(p_person uuid, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app.owns() then
    raise exception 'only owners' using errcode = 'insufficient_privilege';
  end if;
  update session set ended_at = p_at
   where person_id = p_person and portfolio_id = app.portfolio_id() and door = 'landlord' and ended_at is null;
  perform app.tell_access(p_person);
end $$;

create or replace function app.change_password(p_password_hash text, p_keep bytea, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update person set password_hash = p_password_hash where id = app.person_id();
  update session set ended_at = p_at where person_id = app.person_id() and ended_at is null and id_hash <> p_keep;
  update password_reset set used_at = p_at where person_id = app.person_id() and used_at is null;
  perform app.tell_access(app.person_id());
end $$;

create or replace function app.finish_reset(p_token_hash bytea, p_password_hash text, p_at timestamptz, p_activity uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_person uuid;
begin
  update password_reset set used_at = p_at
   where token_hash = p_token_hash and used_at is null and expires_at > p_at returning person_id into v_person;
  if not found then
    return false;
  end if;
  update person set password_hash = p_password_hash where id = v_person;
  update session set ended_at = p_at where person_id = v_person and ended_at is null;
  update password_reset set used_at = p_at where person_id = v_person and used_at is null;
  insert into person_activity (person_id, id, at, kind, sentence)
    values (v_person, p_activity, p_at, 'password', 'Chose a new password with a link that was mailed.');
  perform app.tell_access(v_person);
  return true;
end $$;

create or replace function app.turn_session(
  p_old bytea, p_new bytea, p_portfolio uuid, p_door text, p_view_as uuid, p_at timestamptz
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s session;
  v_role text;
  v_limited boolean;
begin
  select * into s from session where id_hash = p_old and ended_at is null and expires_at > p_at for update;
  if not found or not exists (select from app.doors_of(s.person_id) d where d.portfolio_id = p_portfolio and d.door = p_door) then
    return false;
  end if;
  if p_view_as is not null then
    select m.role, m.limited into v_role, v_limited from member m where m.portfolio_id = p_portfolio and m.person_id = s.person_id;
    if p_door <> 'landlord' or v_role not in ('owner', 'manager')
       or not exists (select from tenant t where t.portfolio_id = p_portfolio and t.id = p_view_as)
       or (v_limited and not p_view_as = any ((select r.tenant_ids from app.reach_of(p_portfolio, s.person_id) r)::uuid[])) then
      return false;
    end if;
  end if;
  -- Before it moves: the stream to be told of it stands where the session stood.
  perform app.tell_access(s.person_id);
  update session set id_hash = p_new, portfolio_id = p_portfolio, door = p_door, view_as_tenant = p_view_as, seen_at = p_at,
         expires_at = app.session_end(p_door, created_at, p_at, member_idle_s, tenant_idle_s)
   where id_hash = p_old;
  return true;
end $$;

-- As before, and what the portfolio told.
create or replace function app.remove_demo() returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
  here uuid := app.portfolio_id();
begin
  if not app.owns() or not exists (
    select from portfolio p join member m on m.portfolio_id = p.id and m.person_id = app.person_id() and m.role = 'owner' and m.ended_at is null
    where p.id = here and p.is_demo) then
    return false;
  end if;
  update session set portfolio_id = null, door = null, view_as_tenant = null where portfolio_id = here;
  -- Children before parents, where a foreign key does not cascade.
  delete from transfer where portfolio_id = here;
  delete from ledger_account where portfolio_id = here;
  delete from expense where portfolio_id = here;
  delete from income where portfolio_id = here;
  delete from movement where portfolio_id = here;
  delete from unreadable_line where portfolio_id = here;
  delete from bank_line where portfolio_id = here;
  delete from rule where portfolio_id = here;
  delete from import where portfolio_id = here;
  delete from bank_account where portfolio_id = here;
  delete from lease where portfolio_id = here;
  delete from mail_out where portfolio_id = here;
  delete from event where portfolio_id = here;
  delete from portfolio where id = here;
  return true;
end $$;

revoke all on function app.house_secret, app.newest_event, app.read_events, app.sweep_events, app.tell_access, app.tell_own_access from public;
grant execute on function app.house_secret, app.newest_event, app.read_events, app.sweep_events to duplex_worker;
grant execute on function app.tell_own_access to duplex_public, duplex_landlord, duplex_tenant;
