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
drop function app.claim_jobs, app.extend_jobs, app.finish_jobs, app.give_back_jobs, app.job_counts, app.portfolio_zones;
drop table cron;
drop table job;
