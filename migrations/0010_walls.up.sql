-- What the walls let through until now: a tenant out of reach could be put on a lease by whoever knew their id, a bookkeeper
-- could read notes about people, a former roommate could read terms that began after they had left. And what nobody wrote
-- down: by which request something was done, and what people change about themselves.

-- Terms that began while the tenant was on the lease, and those that held when they came.
create function app.term_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.term_ids', true), '')::uuid[];
-- Names the request in the log; null for what no request has asked for.
create function app.request_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.request_id', true), '')::uuid;
revoke all on function app.term_ids(), app.request_id() from public;
grant execute on function app.term_ids(), app.request_id() to duplex_landlord, duplex_tenant, duplex_worker, duplex_public;

-- The landlord's note on a lease tells of people, so it stands where bookkeepers do not look.
create table lease_note (
  portfolio_id uuid not null,
  lease_id uuid not null,
  property_id uuid not null,
  note text not null check (length(note) between 1 and 2000),
  primary key (portfolio_id, lease_id),
  foreign key (portfolio_id, property_id, lease_id) references lease (portfolio_id, property_id, id) on delete cascade
);
create index lease_note_property on lease_note (portfolio_id, property_id);
alter table lease_note enable row level security;
alter table lease_note force row level security;
create policy owner_all on lease_note to duplex_owner using (true) with check (true);
create policy landlord_read on lease_note for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on lease_note for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on lease_note for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_remove on lease_note for delete to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
grant select, insert, update (note), delete on lease_note to duplex_landlord;
insert into lease_note (portfolio_id, lease_id, property_id, note)
  select portfolio_id, id, property_id, note from lease where note <> '';
alter table lease drop column note;

-- Terms get a name of their own, so that the door can say which of them a tenant may know.
alter table lease_term add column id uuid not null default gen_random_uuid();
alter table lease_term alter column id drop default, add constraint lease_term_id unique (portfolio_id, id);
alter policy tenant_read on lease_term using (portfolio_id = app.portfolio_id() and id = any (app.term_ids()));

-- Who made a tenant is carried to what hangs on them, where a key holds it: a limited manager reaches tenants on leases of
-- their properties, and those they made themselves.
alter table tenant add constraint tenant_maker unique (portfolio_id, id, created_by);
alter table tenant_contact rename column created_by to tenant_created_by;
update tenant_contact c set tenant_created_by = t.created_by from tenant t
 where t.portfolio_id = c.portfolio_id and t.id = c.tenant_id and t.created_by is distinct from c.tenant_created_by;
alter table tenant_contact add constraint tenant_contact_maker
  foreign key (portfolio_id, tenant_id, tenant_created_by) references tenant (portfolio_id, id, created_by) on delete cascade;
alter policy landlord_add on tenant_contact
  with check (portfolio_id = app.portfolio_id() and app.keeps_people()
              and (app.sees_all() or tenant_id = any (app.household_ids()) or tenant_created_by = app.person_id()));
alter table lease_member add column tenant_created_by uuid;
update lease_member m set tenant_created_by = t.created_by from tenant t
 where t.portfolio_id = m.portfolio_id and t.id = m.tenant_id and t.created_by is not null;
alter table lease_member add constraint lease_member_maker
  foreign key (portfolio_id, tenant_id, tenant_created_by) references tenant (portfolio_id, id, created_by);
alter policy landlord_add on lease_member
  with check (portfolio_id = app.portfolio_id() and app.keeps_people()
              and (app.sees_all() or (property_id = any (app.property_ids())
                   and (tenant_id = any (app.household_ids()) or tenant_created_by = app.person_id()))));

-- Whatever writes an entry, a use-case or a function, writes the request with it.
alter table activity alter column request_id set default app.request_id();

-- What a person changes about their own sign-in. It is of no portfolio: a new password opens all of a person's doors.
create table person_activity (
  person_id uuid not null references person on delete cascade,
  id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('name', 'time_zone', 'password')),
  sentence text not null check (length(sentence) <= 400),
  request_id uuid default app.request_id(),
  primary key (person_id, id)
);
alter table person_activity enable row level security;
alter table person_activity force row level security;
create policy owner_all on person_activity to duplex_owner using (true) with check (true);
create policy self_read on person_activity for select to duplex_landlord, duplex_tenant, duplex_public using (person_id = app.person_id());
create policy self_add on person_activity for insert to duplex_landlord, duplex_tenant, duplex_public with check (person_id = app.person_id());
-- Nobody changes or removes an entry, not even their own.
grant select (person_id, id, at, kind, sentence, request_id), insert on person_activity to duplex_landlord, duplex_tenant, duplex_public;

-- Mail that waits is an outbox: it stays on one node of a distributed database, so nothing may tie it to a portfolio.
alter table mail_out drop constraint mail_out_portfolio_id_fkey;

-- As before, and which terms: those of the time a tenant is on the lease, from the ones that held on their first day.
drop function app.home_of;
create function app.home_of(p_portfolio uuid, p_tenant uuid,
    out lease_ids uuid[], out unit_ids uuid[], out property_ids uuid[], out household_ids uuid[], out term_ids uuid[])
  language sql stable set search_path = public, pg_temp
  begin atomic
    with mine as (
      select l.id as lease_id, l.unit_id, l.property_id, m.from_on, daterange(m.from_on, m.until_on, '[]') as days,
             least(coalesce(m.until_on, 'infinity'), coalesce(l.ends_on, 'infinity')) as last_on
        from lease_member m join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
       where m.portfolio_id = p_portfolio and m.tenant_id = p_tenant),
    stay as (select lease_id, min(from_on) as first_on, max(last_on) as last_on from mine group by lease_id)
    select array(select distinct lease_id from mine order by 1),
           array(select distinct unit_id from mine order by 1),
           array(select distinct property_id from mine order by 1),
           array(select p_tenant union
                 select o.tenant_id from mine join lease_member o on o.portfolio_id = p_portfolio and o.lease_id = mine.lease_id
                    and daterange(o.from_on, o.until_on, '[]') && mine.days
                 order by 1),
           array(select t.id from stay s join lease_term t on t.portfolio_id = p_portfolio and t.lease_id = s.lease_id
                  where t.from_on <= s.last_on
                    and t.from_on >= coalesce((select max(f.from_on) from lease_term f
                          where f.portfolio_id = p_portfolio and f.lease_id = s.lease_id and f.from_on <= s.first_on), t.from_on)
                  order by 1);
  end;

drop function app.resolve_session;
create function app.resolve_session(p_hash bytea, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[], term_ids uuid[])
  language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  s session;
begin
  select * into s from session where id_hash = p_hash and ended_at is null and expires_at > p_at;
  if not found then
    return;
  end if;
  if s.seen_at <= p_at - interval '1 minute' then
    update session set seen_at = p_at, expires_at = app.session_end(s.door, s.created_at, p_at, s.member_idle_s, s.tenant_idle_s)
     where id_hash = p_hash and ended_at is null;
  end if;
  select p.id, p.name, p.scheme, p.time_zone, (select count(*) from app.doors_of(p.id))
    into person_id, person_name, scheme, time_zone, doors from person p where p.id = s.person_id;
  viewing_as := false;
  limited := false;
  if s.door = 'landlord' then
    select m.role, m.limited into role, limited from member m
     where m.portfolio_id = s.portfolio_id and m.person_id = s.person_id and m.ended_at is null;
    if found then
      door := 'landlord';
      if limited then
        select r.property_ids, r.bank_account_ids, r.tenant_ids into property_ids, bank_account_ids, household_ids
          from app.reach_of(s.portfolio_id, s.person_id) r;
      end if;
      if s.view_as_tenant is not null and role in ('owner', 'manager')
         and (not limited or s.view_as_tenant = any (household_ids)) then
        tenant_id := s.view_as_tenant;
        viewing_as := true;
      end if;
    end if;
    limited := coalesce(limited, false);
  elsif s.door = 'tenant' then
    select t.id into tenant_id from tenant t
     where t.portfolio_id = s.portfolio_id and t.person_id = s.person_id and t.archived_at is null;
  end if;
  if door = 'landlord' and tenant_id is null then
    select coalesce(sum(b.open_lines), 0) into open_lines from bank_account_total b
     where b.portfolio_id = s.portfolio_id and (not limited or b.bank_account_id = any (bank_account_ids));
  end if;
  if tenant_id is not null then
    select t.name into tenant_name from tenant t where t.portfolio_id = s.portfolio_id and t.id = tenant_id;
    door := 'tenant';
    role := coalesce(role, 'tenant');
    select h.lease_ids, h.unit_ids, h.property_ids, h.household_ids, h.term_ids
      into lease_ids, unit_ids, property_ids, household_ids, term_ids from app.home_of(s.portfolio_id, tenant_id) h;
  end if;
  if door is not null then
    select p.id, p.name, p.time_zone, p.is_demo into portfolio_id, portfolio_name, portfolio_zone, is_demo
      from portfolio p where p.id = s.portfolio_id;
  end if;
  return next;
end $$;

-- As before; the contact carries who made the tenant.
create or replace function app.accept_invitation(
  p_token_hash bytea, p_new uuid, p_name text, p_email text, p_password_hash text, p_zone text, p_at timestamptz, p_activity uuid,
  out o_person uuid, out o_portfolio uuid, out o_door text
) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i invitation;
  v_name text;
  v_email text;
begin
  update invitation set used_at = p_at
   where token_hash = p_token_hash and used_at is null and withdrawn_at is null and expires_at > p_at returning * into i;
  if not found then
    raise exception 'not open' using errcode = 'check_violation', constraint = 'invitation_open';
  end if;
  if app.person_id() is null then
    insert into person (id, name, email, password_hash, time_zone, created_at)
      values (p_new, p_name, p_email, p_password_hash, p_zone, p_at);
  end if;
  select p.id, p.name, p.email into o_person, v_name, v_email from person p where p.id = coalesce(app.person_id(), p_new);
  if i.email is not null and i.email <> v_email then
    raise exception 'for another address' using errcode = 'check_violation', constraint = 'invitation_address';
  end if;
  o_portfolio := i.portfolio_id;
  if i.role = 'tenant' then
    o_door := 'tenant';
    if exists (select from tenant t where t.portfolio_id = i.portfolio_id and t.person_id = o_person) then
      raise exception 'a tenant already' using errcode = 'check_violation', constraint = 'invitation_twice';
    end if;
    update tenant t set person_id = o_person, version = t.version + 1
     where t.portfolio_id = i.portfolio_id and t.id = i.tenant_id and t.person_id is null and t.archived_at is null;
    if not found then
      raise exception 'somebody else signs in' using errcode = 'check_violation', constraint = 'invitation_open';
    end if;
    -- A row to keep their phone number in, which they may change and not make.
    insert into tenant_contact (portfolio_id, tenant_id, tenant_created_by)
      select t.portfolio_id, t.id, t.created_by from tenant t where t.portfolio_id = i.portfolio_id and t.id = i.tenant_id
      on conflict do nothing;
  else
    o_door := 'landlord';
    insert into member as m (portfolio_id, person_id, role, name, email, limited, created_at)
      values (i.portfolio_id, o_person, i.role, v_name, v_email, i.property_ids is not null, p_at)
      on conflict (portfolio_id, person_id) do update
        set role = excluded.role, limited = excluded.limited, name = excluded.name, ended_at = null where m.ended_at is not null;
    if not found then
      raise exception 'a member already' using errcode = 'check_violation', constraint = 'invitation_twice';
    end if;
    delete from member_property mp where mp.portfolio_id = i.portfolio_id and mp.person_id = o_person;
    insert into member_property (portfolio_id, person_id, property_id)
      select i.portfolio_id, o_person, p.id from property p
       where p.portfolio_id = i.portfolio_id and p.id = any (i.property_ids);
  end if;
  insert into activity (portfolio_id, id, at, person_id, person_name, kind, subject_id, about_people, sentence)
    values (i.portfolio_id, p_activity, p_at, o_person, v_name, 'invitation.accept', coalesce(i.tenant_id, o_person), true,
            left('Accepted the invitation as ' || i.role, 400));
end $$;

-- As before, and written down for the person to see.
drop function app.finish_reset;
create function app.finish_reset(p_token_hash bytea, p_password_hash text, p_at timestamptz, p_activity uuid) returns boolean
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
  return true;
end $$;

-- As before, and the outbox, which no key ties to the portfolio any more.
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
  delete from portfolio where id = here;
  return true;
end $$;

revoke all on function app.home_of, app.resolve_session, app.finish_reset from public;
grant execute on function app.resolve_session, app.finish_reset to duplex_public;
