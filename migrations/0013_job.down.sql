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
create or replace function app.request_reset(
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
drop index mail_out_listed;
drop index mail_out_kept;
alter table mail_out add column tries integer not null default 0, add column next_try_at timestamptz, add column failure text;
update mail_out m set tries = coalesce(j.tries, 0), failure = j.failure,
       next_try_at = case when j.state in ('waiting', 'running') then j.run_at else 'infinity' end
  from mail_out o left join job j on j.portfolio_id = o.portfolio_id and j.id = o.id
 where m.portfolio_id = o.portfolio_id and m.id = o.id;
alter table mail_out alter column next_try_at set not null;
grant select (tries, next_try_at, failure) on mail_out to duplex_landlord;
grant update (tries, next_try_at, failure) on mail_out to duplex_worker;
create index mail_out_due on mail_out (portfolio_id, next_try_at) where sent_at is null;
create index mail_out_waiting on mail_out (next_try_at) where sent_at is null;
create function app.portfolios_with_mail(p_at timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic select distinct portfolio_id from mail_out where sent_at is null and next_try_at <= p_at; end;
revoke all on function app.portfolios_with_mail from public;
grant execute on function app.portfolios_with_mail to duplex_worker;
drop function app.claim_jobs, app.extend_jobs, app.finish_jobs, app.give_back_jobs, app.job_counts, app.portfolio_zones;
drop table cron;
drop table job;
