-- Every function as it was before.
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
  delete from portfolio where id = here;
  return true;
end $$;
drop function app.finish_reset;
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
drop function app.resolve_session, app.home_of;
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
revoke all on function app.home_of, app.resolve_session, app.finish_reset from public;
grant execute on function app.resolve_session, app.finish_reset to duplex_public;

delete from mail_out m where not exists (select from portfolio p where p.id = m.portfolio_id);
alter table mail_out add foreign key (portfolio_id) references portfolio on delete cascade;
drop table person_activity;
alter table activity alter column request_id drop default;

alter policy landlord_add on lease_member
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
alter table lease_member drop column tenant_created_by;
alter policy landlord_add on tenant_contact
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and tenant_created_by = app.person_id());
alter table tenant_contact drop constraint tenant_contact_maker;
alter table tenant_contact rename column tenant_created_by to created_by;
alter table tenant drop constraint tenant_maker;

alter policy tenant_read on lease_term using (portfolio_id = app.portfolio_id() and lease_id = any (app.lease_ids()));
alter table lease_term drop column id;

alter table lease add column note text check (length(note) <= 2000);
update lease l set note = n.note from lease_note n where n.portfolio_id = l.portfolio_id and n.lease_id = l.id;
grant update (note) on lease to duplex_landlord;
drop table lease_note;

drop function app.request_id(), app.term_ids();
