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
  delete from event where portfolio_id = here;
  delete from job where portfolio_id = here;
  delete from cron where portfolio_id = here;
  delete from portfolio where id = here;
  return true;
end $$;
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
revoke all on function app.resolve_session from public;
grant execute on function app.resolve_session to duplex_public;
drop function app.living_of;

drop table ticket_cost;
alter table bank_line drop column guess_expense;
-- A column of a view goes only with the view. Expenses without a line are nothing the older program knows: what was booked
-- by hand is taken out of the ledger with what it booked.
drop view document;
drop index expense_waiting, expense_waiting_amount;
update month_total m set amount_cents = m.amount_cents - x.cents, entries = m.entries - x.entries
  from (select e.portfolio_id, r.reading, date_trunc('month', case when r.reading = 'cash' then e.cash_on else e.period end)::date as month,
          coalesce(e.property_id, '00000000-0000-0000-0000-000000000000') as property_id, e.category,
          sum(e.amount_cents)::bigint as cents, count(*) as entries
        from expense e cross join (values ('cash'), ('accrual')) as r(reading)
        where e.bank_line_id is null and e.voided_at is null group by 1, 2, 3, 4, 5) as x
 where (m.portfolio_id, m.reading, m.month, m.property_id, m.category) = (x.portfolio_id, x.reading, x.month, x.property_id, x.category);
delete from transfer t using expense e
 where t.portfolio_id = e.portfolio_id and t.cause = 'expense' and t.cause_id = e.id and e.bank_line_id is null and t.reverses is not null;
delete from transfer t using expense e
 where t.portfolio_id = e.portfolio_id and t.cause = 'expense' and t.cause_id = e.id and e.bank_line_id is null;
alter table expense drop column origin_id;
delete from expense where bank_line_id is null;
create view document with (security_invoker = true) as
  select portfolio_id, id, 'expense' as kind, bank_account_id, bank_line_id, property_id, category, merchant as who,
    -amount_cents as cash_cents, amount_cents, cash_on, period, note, source, rule_id, decided_by, reason, confidence, replaces,
    recorded_at, voided_at, version from expense
  union all
  select portfolio_id, id, 'income', bank_account_id, bank_line_id, property_id, category, payer, amount_cents, amount_cents, cash_on,
    period, note, source, rule_id, decided_by, reason, confidence, replaces, recorded_at, voided_at, version from income
  union all
  select portfolio_id, id, 'movement', bank_account_id, bank_line_id, property_id, category, counterpart, amount_cents, amount_cents,
    cash_on, period, note, source, rule_id, decided_by, reason, confidence, replaces, recorded_at, voided_at, version from movement;
grant select on document to duplex_landlord, duplex_worker;
drop table ticket_event, ticket_visit, ticket_note, ticket_comment, ticket;
alter table lease drop constraint lease_home;
drop table vendor;
