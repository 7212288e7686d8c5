-- Signing in, before anybody is somebody. duplex_public has no grant on any table with secrets; it reaches them by exact
-- key through the functions below. They are SECURITY DEFINER (owned by duplex_owner, fixed search_path, no dynamic SQL)
-- and stand on the reviewed list in store::check, which is compared with the catalog at every start:
--   who       is_fresh found_house person_by_email            public
--   sessions  open_session resolve_session turn_session end_session   public
--   own self  my_doors my_password_hash change_password rename_self   public landlord tenant (app.person_id() decides)
--   links     read_invitation accept_invitation request_reset read_reset finish_reset   public
--   limits    count_try                                        public
--   owners    found_portfolio close_sessions                   landlord (app.owns() decides)
--   worker    portfolios_with_mail                             worker
-- What a function refuses it raises with the name of a constraint that does not exist as a table rule
-- (`invitation_used`), so that store turns it into a sentence beside its field.

-- True until the first person is made: /setup works only then.
create function app.is_fresh() returns boolean language sql stable security definer set search_path = public, pg_temp
  return not exists (select from person);

-- Starter categories travel as parallel arrays, because they are written down once, in domain::category.
create function app.add_portfolio(
  p_portfolio uuid, p_name text, p_zone text, p_demo boolean, p_owner uuid, p_at timestamptz, p_activity uuid,
  p_codes text[], p_names text[], p_kinds text[], p_lines smallint[]
) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  insert into portfolio (id, name, time_zone, is_demo, created_at) values (p_portfolio, p_name, p_zone, p_demo, p_at);
  insert into member (portfolio_id, person_id, role, name, email, created_at)
    select p_portfolio, id, 'owner', name, email, p_at from person where id = p_owner;
  insert into category (portfolio_id, code, name, kind, tax_line, sort)
    select p_portfolio, code, title, kind, line, (n - 1)::smallint
      from unnest(p_codes, p_names, p_kinds, p_lines) with ordinality as c (code, title, kind, line, n);
  insert into activity (portfolio_id, id, at, person_id, person_name, kind, subject_id, sentence)
    select p_portfolio, p_activity, p_at, id, name, 'portfolio.add', p_portfolio, left('Set up ' || p_name, 400)
      from person where id = p_owner;
end $$;

-- The first person and their portfolio, only while there is nobody. The lock makes two people at once take turns.
create function app.found_house(
  p_person uuid, p_person_name text, p_email text, p_password_hash text, p_zone text,
  p_portfolio uuid, p_name text, p_at timestamptz, p_activity uuid,
  p_codes text[], p_names text[], p_kinds text[], p_lines smallint[]
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(7320260001);
  if exists (select from person) then
    raise exception 'there is somebody already' using errcode = 'check_violation', constraint = 'house_is_fresh';
  end if;
  insert into person (id, name, email, password_hash, time_zone, created_at)
    values (p_person, p_person_name, p_email, p_password_hash, p_zone, p_at);
  perform app.add_portfolio(p_portfolio, p_name, p_zone, false, p_person, p_at, p_activity, p_codes, p_names, p_kinds, p_lines);
end $$;

-- A further portfolio (the demo, or a second one) for somebody who owns the one they are in.
create function app.found_portfolio(
  p_portfolio uuid, p_name text, p_zone text, p_demo boolean, p_at timestamptz, p_activity uuid,
  p_codes text[], p_names text[], p_kinds text[], p_lines smallint[]
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app.owns() or app.person_id() is null then
    raise exception 'only owners' using errcode = 'insufficient_privilege';
  end if;
  perform app.add_portfolio(p_portfolio, p_name, p_zone, p_demo, app.person_id(), p_at, p_activity, p_codes, p_names, p_kinds, p_lines);
end $$;

-- One address, one person, one hash: all that a sign-in may learn.
create function app.person_by_email(p_email text) returns table (person_id uuid, password_hash text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic select id, person.password_hash from person where email = p_email; end;

-- Doors of a person: every portfolio they are a member or a tenant of.
create function app.doors_of(p_person uuid)
  returns table (portfolio_id uuid, portfolio_name text, is_demo boolean, door text, role text)
  language sql stable set search_path = public, pg_temp
  begin atomic
    select p.id, p.name, p.is_demo, 'landlord', m.role from member m join portfolio p on p.id = m.portfolio_id
     where m.person_id = p_person and m.ended_at is null
    union all
    select p.id, p.name, p.is_demo, 'tenant', 'tenant' from tenant t join portfolio p on p.id = t.portfolio_id
     where t.person_id = p_person and t.archived_at is null;
  end;

create function app.my_doors()
  returns table (portfolio_id uuid, portfolio_name text, is_demo boolean, door text, role text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic select * from app.doors_of(app.person_id()) order by is_demo, portfolio_name, door; end;

-- How long a session may be idle, at each of the two doors: the program's settings at the moment of signing in.
alter table session add column member_idle_s integer not null check (member_idle_s > 0),
  add column tenant_idle_s integer not null check (tenant_idle_s > 0);
-- It ends when it was idle too long, and in any case after 30 days (members) or a year (tenants).
create function app.session_end(p_door text, p_created timestamptz, p_at timestamptz, p_member_idle_s integer, p_tenant_idle_s integer)
  returns timestamptz language sql immutable
  return case when p_door = 'tenant' then least(p_at + make_interval(secs => p_tenant_idle_s), p_created + interval '365 days')
              else least(p_at + make_interval(secs => p_member_idle_s), p_created + interval '30 days') end;

-- Called once the password was right. With one door the session stands in it; with several, in the one last used.
create function app.open_session(
  p_hash bytea, p_person uuid, p_address text, p_browser text, p_at timestamptz, p_member_idle_s integer, p_tenant_idle_s integer
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_portfolio uuid;
  v_door text;
begin
  select d.portfolio_id, d.door into v_portfolio, v_door
    from app.doors_of(p_person) d
    left join lateral (select max(s.seen_at) as seen_at from session s
      where s.person_id = p_person and s.portfolio_id = d.portfolio_id and s.door = d.door) used on true
   order by used.seen_at desc nulls last, d.is_demo, d.door, d.portfolio_id limit 1;
  if (select count(*) > 1 from app.doors_of(p_person))
     and not exists (select from session s where s.person_id = p_person and s.portfolio_id = v_portfolio and s.door = v_door) then
    v_portfolio := null;
    v_door := null;
  end if;
  -- What ended a season ago is of no use to anybody.
  delete from session where person_id = p_person and expires_at < p_at - interval '90 days';
  insert into session (id_hash, person_id, portfolio_id, door, address, browser, created_at, seen_at, member_idle_s, tenant_idle_s, expires_at)
    values (p_hash, p_person, v_portfolio, v_door, left(p_address, 64), left(p_browser, 200), p_at, p_at, p_member_idle_s, p_tenant_idle_s,
            app.session_end(v_door, p_at, p_at, p_member_idle_s, p_tenant_idle_s));
end $$;

-- What a member limited to properties reaches, and whom. Also decides which tenants they may look through.
create function app.reach_of(p_portfolio uuid, p_person uuid, out property_ids uuid[], out bank_account_ids uuid[], out tenant_ids uuid[])
  language sql stable set search_path = public, pg_temp
  begin atomic
    with mine as (select array(select mp.property_id from member_property mp
                                where mp.portfolio_id = p_portfolio and mp.person_id = p_person order by 1) as ids)
    select mine.ids,
           array(select a.id from bank_account a where a.portfolio_id = p_portfolio and a.property_id = any (mine.ids) order by 1),
           array(select distinct lm.tenant_id from lease_member lm
                  where lm.portfolio_id = p_portfolio and lm.property_id = any (mine.ids) order by 1)
      from mine;
  end;

-- What a tenant reaches: leases they are or were on, with their units and properties, and everybody whose dated
-- membership overlaps their own on such a lease. Whoever moved in after they left stays unknown to them.
create function app.home_of(p_portfolio uuid, p_tenant uuid, out lease_ids uuid[], out unit_ids uuid[], out property_ids uuid[], out household_ids uuid[])
  language sql stable set search_path = public, pg_temp
  begin atomic
    with mine as (
      select l.id as lease_id, l.unit_id, l.property_id, daterange(m.from_on, m.until_on, '[]') as days
        from lease_member m join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
       where m.portfolio_id = p_portfolio and m.tenant_id = p_tenant)
    select array(select distinct lease_id from mine order by 1),
           array(select distinct unit_id from mine order by 1),
           array(select distinct property_id from mine order by 1),
           array(select p_tenant union
                 select o.tenant_id from mine join lease_member o on o.portfolio_id = p_portfolio and o.lease_id = mine.lease_id
                    and daterange(o.from_on, o.until_on, '[]') && mine.days
                 order by 1);
  end;

-- A request's first question: whose session is this, where does it stand, and what may it reach? Answers everything a
-- viewer needs in one round trip, and notes at most once a minute that the session was used.
create function app.resolve_session(p_hash bytea, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[])
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
    select h.lease_ids, h.unit_ids, h.property_ids, h.household_ids
      into lease_ids, unit_ids, property_ids, household_ids from app.home_of(s.portfolio_id, tenant_id) h;
  end if;
  if door is not null then
    select p.id, p.name, p.time_zone, p.is_demo into portfolio_id, portfolio_name, portfolio_zone, is_demo
      from portfolio p where p.id = s.portfolio_id;
  end if;
  return next;
end $$;

-- Moves a session to another door (or into a tenant's view, or out of it) under a new id; the old id is worth nothing
-- from then on. Answers false when the session is over or the door is not theirs.
create function app.turn_session(
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
  update session set id_hash = p_new, portfolio_id = p_portfolio, door = p_door, view_as_tenant = p_view_as, seen_at = p_at,
         expires_at = app.session_end(p_door, created_at, p_at, member_idle_s, tenant_idle_s)
   where id_hash = p_old;
  return true;
end $$;

create function app.end_session(p_hash bytea, p_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic update session set ended_at = p_at where id_hash = p_hash and ended_at is null; end;

-- An owner who changes somebody's role or ends their membership closes the sessions that stand in this portfolio.
create function app.close_sessions(p_person uuid, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app.owns() then
    raise exception 'only owners' using errcode = 'insufficient_privilege';
  end if;
  update session set ended_at = p_at
   where person_id = p_person and portfolio_id = app.portfolio_id() and door = 'landlord' and ended_at is null;
end $$;

-- Own self.
create function app.my_password_hash() returns text language sql stable security definer set search_path = public, pg_temp
  return (select password_hash from person where id = app.person_id());

-- A new password ends every other session and every open reset link.
create function app.change_password(p_password_hash text, p_keep bytea, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update person set password_hash = p_password_hash where id = app.person_id();
  update session set ended_at = p_at where person_id = app.person_id() and ended_at is null and id_hash <> p_keep;
  update password_reset set used_at = p_at where person_id = app.person_id() and used_at is null;
end $$;

create function app.rename_self(p_name text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update person set name = p_name where id = app.person_id();
  update member set name = p_name where person_id = app.person_id();
end $$;

-- Invitations. `state` says in one word whether the link still opens.
create function app.read_invitation(p_token_hash bytea, p_at timestamptz)
  returns table (portfolio_name text, time_zone text, role text, email text, tenant_name text, invited_by text, state text, has_person boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select p.name, p.time_zone, i.role, i.email, t.name, m.name,
           case when i.used_at is not null then 'used' when i.withdrawn_at is not null then 'withdrawn'
                when i.expires_at <= p_at then 'expired' else 'open' end,
           exists (select from person q where q.email = i.email)
      from invitation i join portfolio p on p.id = i.portfolio_id
      left join tenant t on t.portfolio_id = i.portfolio_id and t.id = i.tenant_id
      left join member m on m.portfolio_id = i.portfolio_id and m.person_id = i.invited_by
     where i.token_hash = p_token_hash;
  end;

-- Accepts as app.person_id() where somebody is signed in, otherwise as a new person made of the arguments. The update
-- that marks the link as used is what makes it single use: a second one finds no row.
create function app.accept_invitation(
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
    insert into tenant_contact (portfolio_id, tenant_id, created_by) values (i.portfolio_id, i.tenant_id, i.invited_by)
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

-- Password reset. Nothing tells the asker whether the address is known: the function answers nothing either way. At
-- most three links an hour. The mail waits in one of the person's portfolios, where the worker finds it.
create function app.request_reset(
  p_email text, p_token_hash bytea, p_at timestamptz, p_expires timestamptz, p_mail uuid, p_subject text, p_body text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_person uuid;
  v_portfolio uuid;
begin
  select id into v_person from person where email = p_email;
  select d.portfolio_id into v_portfolio from app.doors_of(v_person) d order by d.is_demo, d.door, d.portfolio_id limit 1;
  if v_portfolio is null
     or (select count(*) >= 3 from password_reset where person_id = v_person and created_at > p_at - interval '1 hour') then
    return;
  end if;
  delete from password_reset where person_id = v_person and expires_at < p_at - interval '90 days';
  insert into password_reset (token_hash, person_id, created_at, expires_at) values (p_token_hash, v_person, p_at, p_expires);
  insert into mail_out (portfolio_id, id, recipient, subject, body, created_at, next_try_at)
    values (v_portfolio, p_mail, p_email, p_subject, p_body, p_at, p_at);
end $$;

-- The address a reset link is for (browsers keep passwords by it), or no row when it no longer opens.
create function app.read_reset(p_token_hash bytea, p_at timestamptz) returns text
  language sql stable security definer set search_path = public, pg_temp
  return (select p.email from password_reset r join person p on p.id = r.person_id
           where r.token_hash = p_token_hash and r.used_at is null and r.expires_at > p_at);

-- Single use: the update finds the row once. Ends every session of the person and every other link.
create function app.finish_reset(p_token_hash bytea, p_password_hash text, p_at timestamptz) returns boolean
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
  return true;
end $$;
create index password_reset_person on password_reset (person_id, created_at);

-- Counts a try (or takes one back, with -1, when it turned out well) and answers how many there were in this quarter
-- of an hour and the one before. Keys are hashes of an address; rows a day old are swept as one goes.
create function app.count_try(p_key bytea, p_at timestamptz, p_step integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_window timestamptz := date_bin('15 minutes', p_at, timestamptz '2000-01-01 00:00:00Z');
begin
  -- Rows that somebody else is sweeping are left to them: two who count at once must not wait for each other in a ring.
  delete from rate_limit where (key_hash, window_start) in (
    select key_hash, window_start from rate_limit where window_start < p_at - interval '1 day' limit 200 for update skip locked);
  insert into rate_limit as r (key_hash, window_start, tries) values (p_key, v_window, greatest(p_step, 0))
    on conflict (key_hash, window_start) do update set tries = greatest(r.tries + p_step, 0);
  return (select sum(tries) from rate_limit where key_hash = p_key and window_start >= v_window - interval '15 minutes');
end $$;
create index rate_limit_old on rate_limit (window_start);

-- Which portfolios have mail that is due. Ids only, and only to the worker.
create function app.portfolios_with_mail(p_at timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic select distinct portfolio_id from mail_out where sent_at is null and next_try_at <= p_at; end;
create index mail_out_waiting on mail_out (next_try_at) where sent_at is null;
-- A sent mail forgets its body, which may hold a secret link.
grant update (body) on mail_out to duplex_worker;

revoke all on all functions in schema app from public;
grant execute on function app.is_fresh, app.found_house, app.person_by_email, app.open_session, app.resolve_session,
  app.turn_session, app.end_session, app.read_invitation, app.accept_invitation, app.request_reset, app.read_reset,
  app.finish_reset, app.count_try to duplex_public;
grant execute on function app.my_doors, app.my_password_hash, app.change_password, app.rename_self
  to duplex_public, duplex_landlord, duplex_tenant;
grant execute on function app.found_portfolio, app.close_sessions to duplex_landlord;
grant execute on function app.portfolios_with_mail to duplex_worker;
