-- Work that a request does not wait for. Enqueued in the caller's transaction, taken by workers with a hold that runs out,
-- run as the portfolio's worker through the one door. It stays on one node of a distributed database, like the outbox.

create table job (
  portfolio_id uuid not null,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  -- Ids and choices, never what people wrote: whoever runs the job reads that as the portfolio's worker.
  payload jsonb not null default '{}' check (pg_column_size(payload) <= 8000),
  -- At most one waiting job of a kind has this key: whoever asks again while it waits is content with that one.
  key text check (length(key) between 1 and 120),
  -- discarded: somebody said that it need not be done, or another one with its key does its work.
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead', 'discarded')),
  run_at timestamptz not null,
  tries smallint not null default 0 check (tries >= 0),
  -- Whoever runs it holds it by this id, until then. Nobody completes what they no longer hold.
  hold uuid,
  held_by text check (length(held_by) <= 80),
  held_until timestamptz,
  progress_done integer check (progress_done between 0 and progress_total),
  progress_total integer,
  -- Why the last try failed, in words.
  failure text check (length(failure) <= 500),
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (portfolio_id, id),
  check ((state = 'running') = (hold is not null and held_until is not null)),
  check ((state in ('done', 'dead', 'discarded')) = (ended_at is not null))
);
create unique index job_key on job (portfolio_id, kind, key) where state = 'waiting' and key is not null;
-- What workers ask for, over all portfolios: due work of a kind, and work whose holder went silent.
create index job_due on job (kind, run_at, id) where state = 'waiting';
create index job_held on job (held_until) where state = 'running';
-- What owners look at, newest first.
create index job_waiting on job (portfolio_id, run_at, id) where state = 'waiting';
create index job_dead on job (portfolio_id, ended_at, id) where state = 'dead';
create index job_ended on job (portfolio_id, ended_at, id) where state in ('done', 'discarded');
-- Every row is changed twice and soon removed: a fifth of dead rows, as is the custom, would be far too many here.
alter table job set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
alter table job enable row level security;
alter table job force row level security;
create policy owner_all on job to duplex_owner using (true) with check (true);
create policy landlord_read on job for select to duplex_landlord using (portfolio_id = app.portfolio_id() and app.owns());
create policy landlord_add on job for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and created_by = app.person_id());
-- Try again or discard what died, and take that back. What runs or is done is out of reach.
create policy landlord_change on job for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.owns() and state in ('waiting', 'dead', 'discarded'));
create policy tenant_add on job for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and created_by = app.person_id());
create policy worker_all on job to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select (portfolio_id, id, kind, key, state, run_at, tries, held_by, held_until, progress_done, progress_total, failure,
    created_by, created_at, started_at, ended_at),
  insert (portfolio_id, id, kind, payload, key, run_at, created_by, created_at),
  update (state, run_at, tries, failure, ended_at) on job to duplex_landlord;
grant insert (portfolio_id, id, kind, payload, key, run_at, created_by, created_at) on job to duplex_tenant;
grant select, insert (portfolio_id, id, kind, payload, key, run_at, created_by, created_at), delete,
  update (state, run_at, tries, hold, held_by, held_until, progress_done, progress_total, failure, started_at, ended_at)
  on job to duplex_worker;

-- What the calendar has planted: one row a period makes one job, however many processes look at the clock.
create table cron (
  portfolio_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  -- In the portfolio's own days: 2026-11-20.
  period text not null check (length(period) between 1 and 40),
  planted_at timestamptz not null,
  primary key (portfolio_id, kind, period)
);
alter table cron enable row level security;
alter table cron force row level security;
create policy owner_all on cron to duplex_owner using (true) with check (true);
create policy landlord_read on cron for select to duplex_landlord using (portfolio_id = app.portfolio_id() and app.owns());
create policy worker_all on cron to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select on cron to duplex_landlord;
grant select, insert, delete on cron to duplex_worker;

-- The functions of the queue, for workers only. They look over all portfolios, and give away ids and what was asked for,
-- no rows of a portfolio; the work itself is done through the door, as that portfolio's worker. Statistics of a queue are
-- old as soon as they are made, so the way by its indexes is prescribed. That work was taken, kept or had nothing to write
-- may be forgotten in a crash of the database, where it is done once more: such transactions wait for no disk.

-- Takes at most so many jobs of each kind that are due, and those whose holder has not been heard of. Among the 500 that
-- have waited longest, portfolios take turns.
create function app.claim_jobs(p_worker text, p_kinds text[], p_rooms integer[], p_at timestamptz, p_until timestamptz)
  returns table (portfolio_id uuid, id uuid, kind text, payload jsonb, tries smallint, hold uuid, run_at timestamptz)
  language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
    with due as materialized (
      select d.portfolio_id, d.id
        from unnest(p_kinds, p_rooms) as w (kind, room)
       cross join lateral (
         select j.portfolio_id, j.id
           from ((select portfolio_id, id, 0 as turn, held_until as at from job
                   where state = 'running' and held_until < p_at and kind = w.kind order by held_until limit w.room)
                 union all
                 select portfolio_id, id, row_number() over (partition by portfolio_id order by run_at, id), run_at
                   from (select portfolio_id, id, run_at from job
                          where state = 'waiting' and kind = w.kind and run_at <= p_at order by run_at, id limit 500) oldest
                ) c
           join job j on j.portfolio_id = c.portfolio_id and j.id = c.id
          where (j.state = 'waiting' and j.run_at <= p_at) or (j.state = 'running' and j.held_until < p_at)
          order by c.turn, c.at, c.id limit w.room for update of j skip locked) d
       where w.room > 0)
    update job j set state = 'running', hold = gen_random_uuid(), held_by = left(p_worker, 80), held_until = p_until,
           tries = j.tries + 1, started_at = p_at, progress_done = null, progress_total = null
      from due where j.portfolio_id = due.portfolio_id and j.id = due.id
    returning j.portfolio_id, j.id, j.kind, j.payload, j.tries, j.hold, j.run_at;
end $$;

-- Keeps what is still held for longer, and answers the holds that were lost to others. A row that is locked is just being
-- completed, and so is perhaps one that is done.
create function app.extend_jobs(p_portfolios uuid[], p_ids uuid[], p_holds uuid[], p_until timestamptz) returns setof uuid
  language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  with mine as (
    select j.portfolio_id, j.id from unnest(p_portfolios, p_ids, p_holds) as h (portfolio_id, id, hold)
      join job j on j.portfolio_id = h.portfolio_id and j.id = h.id and j.hold = h.hold for update of j skip locked)
  update job j set held_until = p_until from mine where j.portfolio_id = mine.portfolio_id and j.id = mine.id;
  return query
    select h.hold from unnest(p_portfolios, p_ids, p_holds) as h (portfolio_id, id, hold)
     where exists (select from job j where j.portfolio_id = h.portfolio_id and j.id = h.id
                      and j.hold is distinct from h.hold and j.state <> 'done');
end $$;

-- Completes jobs that had nothing to write, many at a time; answers the holds that were still good.
create function app.finish_jobs(p_portfolios uuid[], p_ids uuid[], p_holds uuid[], p_at timestamptz) returns setof uuid
  language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
    update job j set state = 'done', hold = null, held_by = null, held_until = null, ended_at = p_at, failure = null
      from unnest(p_portfolios, p_ids, p_holds) as h (portfolio_id, id, hold)
     where j.portfolio_id = h.portfolio_id and j.id = h.id and j.hold = h.hold returning h.hold;
end $$;

-- Gives back what was taken and not done, by a program that is asked to stop: it waits again, and that was no try. Where
-- another one with the same key waits by now, that one does the work.
create function app.give_back_jobs(p_portfolios uuid[], p_ids uuid[], p_holds uuid[], p_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  n integer;
begin
  for n in 1 .. coalesce(cardinality(p_ids), 0) loop
    begin
      update job set state = 'waiting', hold = null, held_by = null, held_until = null, tries = tries - 1,
             progress_done = null, progress_total = null, started_at = null
       where portfolio_id = p_portfolios[n] and id = p_ids[n] and hold = p_holds[n];
    exception when unique_violation then
      update job set state = 'discarded', hold = null, held_by = null, held_until = null, ended_at = p_at,
             failure = 'Another one does its work.'
       where portfolio_id = p_portfolios[n] and id = p_ids[n] and hold = p_holds[n];
    end;
  end loop;
end $$;

-- How many there are, and since when the first of them is due: for the metrics.
create function app.job_counts() returns table (kind text, state text, jobs bigint, oldest timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select j.kind, 'waiting', count(*), min(j.run_at) from job j where j.state = 'waiting' group by 1
    union all select j.kind, 'running', count(*), min(j.run_at) from job j where j.state = 'running' group by 1
    union all select j.kind, 'dead', count(*), min(j.run_at) from job j where j.state = 'dead' group by 1;
  end;

-- Portfolios and their zones, for planting what is due by the calendar in each.
create function app.portfolio_zones() returns table (portfolio_id uuid, time_zone text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic select p.id, p.time_zone from portfolio p; end;

-- Mail goes by the queue: a letter is sent by the job of its own id, which knows how often it was tried and why it failed.
insert into job (portfolio_id, id, kind, payload, state, run_at, tries, failure, created_at, ended_at)
  select portfolio_id, id, 'mail', '{}', case when next_try_at = 'infinity' then 'dead' else 'waiting' end,
         case when next_try_at = 'infinity' then created_at else next_try_at end, least(tries, 100), left(failure, 500), created_at,
         case when next_try_at = 'infinity' then created_at end
    from mail_out where sent_at is null;
drop function app.portfolios_with_mail(timestamptz);
drop index mail_out_due;
drop index mail_out_waiting;
alter table mail_out drop column tries, drop column next_try_at, drop column failure;
create index mail_out_listed on mail_out (portfolio_id, created_at, id);
create index mail_out_kept on mail_out (portfolio_id, created_at) where body <> '';

-- As before; the letter is sent by a job.
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
  insert into mail_out (portfolio_id, id, recipient, subject, body, created_at)
    values (v_portfolio, p_mail, p_email, p_subject, p_body, p_at);
  insert into job (portfolio_id, id, kind, run_at, created_at) values (v_portfolio, p_mail, 'mail', p_at, p_at);
end $$;

-- As before, and its work.
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

revoke all on function app.claim_jobs, app.extend_jobs, app.finish_jobs, app.give_back_jobs, app.job_counts, app.portfolio_zones from public;
grant execute on function app.claim_jobs, app.extend_jobs, app.finish_jobs, app.give_back_jobs, app.job_counts, app.portfolio_zones
  to duplex_worker;
