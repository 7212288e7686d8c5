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
  delete from mail_out where portfolio_id = here;
  delete from portfolio where id = here;
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
  update session set id_hash = p_new, portfolio_id = p_portfolio, door = p_door, view_as_tenant = p_view_as, seen_at = p_at,
         expires_at = app.session_end(p_door, created_at, p_at, member_idle_s, tenant_idle_s)
   where id_hash = p_old;
  return true;
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
  return true;
end $$;
create or replace function app.change_password(p_password_hash text, p_keep bytea, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update person set password_hash = p_password_hash where id = app.person_id();
  update session set ended_at = p_at where person_id = app.person_id() and ended_at is null and id_hash <> p_keep;
  update password_reset set used_at = p_at where person_id = app.person_id() and used_at is null;
end $$;
create or replace function app.close_sessions(p_person uuid, p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app.owns() then
    raise exception 'only owners' using errcode = 'insufficient_privilege';
  end if;
  update session set ended_at = p_at
   where person_id = p_person and portfolio_id = app.portfolio_id() and door = 'landlord' and ended_at is null;
end $$;
create or replace function app.end_session(p_hash bytea, p_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic update session set ended_at = p_at where id_hash = p_hash and ended_at is null; end;
drop function app.tell_own_access, app.tell_access, app.sweep_events, app.read_events, app.newest_event, app.house_secret;
drop table house_secret, event;
drop function app.living_lease_ids;
