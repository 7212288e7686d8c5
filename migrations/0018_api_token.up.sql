-- Tokens of programs that act for a person through the API: at one door of one portfolio, never more than that person may do
-- there today, and only what the token was made for. Of its secret only the hash is kept.
create table api_token (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  person_id uuid not null references person,
  -- As whom it acts: the same human may be landlord and tenant here.
  door text not null check (door in ('landlord', 'tenant')),
  name text not null check (length(name) between 1 and 60),
  scopes text[] not null check (cardinality(scopes) between 1 and 20),
  token_hash bytea not null check (length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  ended_at timestamptz,
  -- The minute it was used in last, and how often in that minute.
  minute timestamptz,
  asked integer not null default 0,
  primary key (portfolio_id, id),
  unique (portfolio_id, token_hash)
);
create index api_token_hash on api_token (token_hash);
create index api_token_person on api_token (portfolio_id, person_id, created_at desc, id desc);
alter table api_token enable row level security;
alter table api_token force row level security;
create policy owner_all on api_token to duplex_owner using (true) with check (true);
create policy own_read on api_token for select to duplex_landlord, duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id());
create policy landlord_add on api_token for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id() and door = 'landlord');
create policy tenant_add on api_token for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id() and door = 'tenant');
create policy own_end on api_token for update to duplex_landlord, duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id());
grant select (portfolio_id, id, person_id, door, name, scopes, created_at, expires_at, used_at, ended_at),
  insert (portfolio_id, id, person_id, door, name, scopes, token_hash, created_at, expires_at),
  update (ended_at) on api_token to duplex_landlord, duplex_tenant;

alter table person_activity drop constraint person_activity_kind_check;
alter table person_activity add check (kind in ('name', 'time_zone', 'password', 'token'));

-- Where somebody stands at a door of a portfolio, and all they reach there: what a session resolves to, and a token.
create function app.standing_of(p_person uuid, p_portfolio uuid, p_door text, p_view_as uuid, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[], term_ids uuid[],
    living_lease_ids uuid[], open_repairs bigint, unread bigint)
  language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  select p.id, p.name, p.scheme, p.time_zone, (select count(*) from app.doors_of(p.id))
    into person_id, person_name, scheme, time_zone, doors from person p where p.id = p_person;
  viewing_as := false;
  limited := false;
  if p_door = 'landlord' then
    select m.role, m.limited into role, limited from member m
     where m.portfolio_id = p_portfolio and m.person_id = p_person and m.ended_at is null;
    if found then
      door := 'landlord';
      if limited then
        select r.property_ids, r.bank_account_ids, r.tenant_ids into property_ids, bank_account_ids, household_ids
          from app.reach_of(p_portfolio, p_person) r;
      end if;
      if p_view_as is not null and role in ('owner', 'manager')
         and (not limited or p_view_as = any (household_ids)) then
        tenant_id := p_view_as;
        viewing_as := true;
      end if;
    end if;
    limited := coalesce(limited, false);
  elsif p_door = 'tenant' then
    select t.id into tenant_id from tenant t
     where t.portfolio_id = p_portfolio and t.person_id = p_person and t.archived_at is null;
  end if;
  if door = 'landlord' and tenant_id is null then
    select coalesce(sum(b.open_lines), 0) into open_lines from bank_account_total b
     where b.portfolio_id = p_portfolio and (not limited or b.bank_account_id = any (bank_account_ids));
    if role in ('owner', 'manager') then
      select count(*) into open_repairs from ticket t
       where t.portfolio_id = p_portfolio and t.waits_since is not null and (not limited or t.property_id = any (property_ids));
    end if;
  end if;
  if tenant_id is not null then
    select t.name into tenant_name from tenant t where t.portfolio_id = p_portfolio and t.id = tenant_id;
    door := 'tenant';
    role := coalesce(role, 'tenant');
    select h.lease_ids, h.unit_ids, h.property_ids, h.household_ids, h.term_ids
      into lease_ids, unit_ids, property_ids, household_ids, term_ids from app.home_of(p_portfolio, tenant_id) h;
  end if;
  if door is not null then
    select p.id, p.name, p.time_zone, p.is_demo into portfolio_id, portfolio_name, portfolio_zone, is_demo
      from portfolio p where p.id = p_portfolio;
  end if;
  if tenant_id is not null then
    living_lease_ids := app.living_of(p_portfolio, tenant_id, (p_at at time zone portfolio_zone)::date);
  end if;
  if door = 'tenant' and not viewing_as then
    select count(*) into unread from notification n
     where n.portfolio_id = p_portfolio and n.person_id = p_person and n.door = 'tenant' and n.read_at is null
       and n.lease_id = any (living_lease_ids);
  elsif door = 'landlord' and role in ('owner', 'manager') then
    select count(*) into unread from notification n
     where n.portfolio_id = p_portfolio and n.person_id = p_person and n.door = 'landlord' and n.read_at is null
       and (not limited or n.property_id = any (property_ids));
  end if;
  return next;
end $$;

-- As before, but for what both share.
create or replace function app.resolve_session(p_hash bytea, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[], term_ids uuid[],
    living_lease_ids uuid[], open_repairs bigint, unread bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s session;
begin
  select * into s from session where id_hash = p_hash and ended_at is null and expires_at > p_at;
  if not found then
    return;
  end if;
  -- Not in a transaction that only looks, as open pages do by themselves: that keeps nobody signed in.
  if s.seen_at <= p_at - interval '1 minute' and not current_setting('transaction_read_only')::boolean then
    update session set seen_at = p_at, expires_at = app.session_end(s.door, s.created_at, p_at, s.member_idle_s, s.tenant_idle_s)
     where id_hash = p_hash and ended_at is null;
  end if;
  return query select * from app.standing_of(s.person_id, s.portfolio_id, s.door, s.view_as_tenant, p_at);
end $$;

-- The same by the hash of a token, which counts how often it is used within a minute.
create function app.use_token(p_hash bytea, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[], term_ids uuid[],
    living_lease_ids uuid[], open_repairs bigint, unread bigint,
    token_id uuid, scopes text[], asked integer)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t api_token;
begin
  select * into t from api_token a where a.token_hash = p_hash and a.ended_at is null and (a.expires_at is null or a.expires_at > p_at);
  if not found then
    return;
  end if;
  update api_token a set used_at = p_at, minute = date_trunc('minute', p_at),
      asked = case when a.minute = date_trunc('minute', p_at) then least(a.asked + 1, 1000000) else 1 end
    where a.portfolio_id = t.portfolio_id and a.id = t.id returning a.asked into t.asked;
  return query select s.*, t.id, t.scopes, t.asked from app.standing_of(t.person_id, t.portfolio_id, t.door, null, p_at) s;
end $$;
revoke all on function app.standing_of, app.use_token from public;
grant execute on function app.use_token to duplex_public;
