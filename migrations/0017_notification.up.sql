-- What people are told without asking: on their pages and, where they want it, by mail. Written by the worker, who finds out
-- who may see what happened; read by the one person it is for, and only while they may see the repair it is about.

create table notification (
  portfolio_id uuid not null,
  id uuid not null,
  person_id uuid not null references person,
  -- As whom they are told: the same human may be landlord and tenant here.
  door text not null check (door in ('landlord', 'tenant')),
  kind text not null check (kind in ('report', 'message', 'progress', 'visit')),
  ticket_id uuid not null,
  property_id uuid not null,
  -- The household through which a tenant sees it.
  lease_id uuid check ((lease_id is not null) = (door = 'tenant')),
  -- What it tells of: the comment, or the entry of the timeline.
  cause_id uuid not null,
  sentence text not null check (length(sentence) between 1 and 500),
  created_at timestamptz not null,
  read_at timestamptz,
  -- none: they want no mail of this kind. waiting: it goes out with the next letter, unless it was read before.
  mail text not null check (mail in ('none', 'waiting', 'sent')),
  mailed_at timestamptz,
  primary key (portfolio_id, id),
  -- Told once, however often the job is run.
  constraint notification_once unique (portfolio_id, cause_id, person_id, door),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  foreign key (portfolio_id, lease_id, ticket_id) references ticket (portfolio_id, lease_id, id) on delete cascade
);
create index notification_list on notification (portfolio_id, person_id, created_at desc, id desc);
create index notification_old on notification (portfolio_id, created_at);
create index notification_unread on notification (portfolio_id, person_id, door) include (property_id, lease_id) where read_at is null;
create index notification_ticket on notification (portfolio_id, ticket_id, person_id);
create index notification_property on notification (portfolio_id, property_id);
create index notification_lease on notification (portfolio_id, lease_id) where lease_id is not null;
alter table notification enable row level security;
alter table notification force row level security;
create policy owner_all on notification to duplex_owner using (true) with check (true);
create policy landlord_read on notification for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id() and door = 'landlord' and app.keeps_people()
         and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on notification for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id() and door = 'landlord' and app.keeps_people()
         and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on notification for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id() and lease_id = any (app.living_lease_ids()));
create policy tenant_change on notification for update to duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id() and lease_id = any (app.living_lease_ids()));
create policy worker_all on notification to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, update (read_at) on notification to duplex_landlord;
grant select (portfolio_id, id, person_id, door, kind, ticket_id, property_id, lease_id, cause_id, sentence, created_at, read_at, mail, mailed_at),
  update (read_at) on notification to duplex_tenant;
grant select, insert, update (mail, mailed_at), delete on notification to duplex_worker;

-- What somebody wants of a kind; nothing here means both.
create table notification_wish (
  portfolio_id uuid not null references portfolio on delete cascade,
  person_id uuid not null references person,
  kind text not null check (kind in ('report', 'message', 'progress', 'visit')),
  on_pages boolean not null default true,
  by_mail boolean not null default true,
  primary key (portfolio_id, person_id, kind)
);
alter table notification_wish enable row level security;
alter table notification_wish force row level security;
create policy owner_all on notification_wish to duplex_owner using (true) with check (true);
create policy own_all on notification_wish to duplex_landlord, duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id())
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id());
create policy worker_read on notification_wish for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert, update (on_pages, by_mail) on notification_wish to duplex_landlord;
grant select (portfolio_id, person_id, kind, on_pages, by_mail), insert, update (on_pages, by_mail) on notification_wish to duplex_tenant;
grant select on notification_wish to duplex_worker;

-- When somebody wants no mail, by the clock of their own zone; nothing here means from 22:00 until 7:00.
create table notification_quiet (
  portfolio_id uuid not null references portfolio on delete cascade,
  person_id uuid not null references person,
  from_minute smallint not null check (from_minute between 0 and 1439),
  until_minute smallint not null check (until_minute between 0 and 1439),
  primary key (portfolio_id, person_id)
);
alter table notification_quiet enable row level security;
alter table notification_quiet force row level security;
create policy owner_all on notification_quiet to duplex_owner using (true) with check (true);
create policy own_all on notification_quiet to duplex_landlord, duplex_tenant
  using (portfolio_id = app.portfolio_id() and person_id = app.person_id())
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id());
create policy worker_read on notification_quiet for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert, update (from_minute, until_minute) on notification_quiet to duplex_landlord;
grant select (portfolio_id, person_id, from_minute, until_minute), insert, update (from_minute, until_minute) on notification_quiet to duplex_tenant;
grant select on notification_quiet to duplex_worker;

-- A link in a letter that ends letters of its kind without signing in. Only the token's hash is kept.
create table notification_link (
  portfolio_id uuid not null references portfolio on delete cascade,
  token_hash bytea not null check (length(token_hash) = 32),
  person_id uuid not null references person,
  kind text not null check (kind in ('report', 'message', 'progress', 'visit')),
  created_at timestamptz not null,
  primary key (portfolio_id, token_hash)
);
create index notification_link_token on notification_link (token_hash);
create index notification_link_old on notification_link (portfolio_id, created_at);
alter table notification_link enable row level security;
alter table notification_link force row level security;
create policy owner_all on notification_link to duplex_owner using (true) with check (true);
create policy worker_add on notification_link for insert to duplex_worker with check (portfolio_id = app.portfolio_id());
-- Tidying up needs to see how old they are, and not what they hold.
create policy worker_read on notification_link for select to duplex_worker using (portfolio_id = app.portfolio_id());
create policy worker_remove on notification_link for delete to duplex_worker using (portfolio_id = app.portfolio_id());
grant select (portfolio_id, created_at), insert, delete on notification_link to duplex_worker;

-- Who may see a repair today, with what a letter to them needs. For the worker of its portfolio alone.
create function app.witnesses_of(p_ticket uuid, p_at timestamptz)
  returns table (person_id uuid, door text, name text, email text, time_zone text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select p.id, 'landlord', p.name, p.email, p.time_zone
      from ticket t
      join member m on m.portfolio_id = t.portfolio_id and m.ended_at is null and m.role in ('owner', 'manager')
      join person p on p.id = m.person_id
     where t.portfolio_id = app.portfolio_id() and t.id = p_ticket
       and (not m.limited or exists (select from member_property mp
             where mp.portfolio_id = m.portfolio_id and mp.person_id = m.person_id and mp.property_id = t.property_id))
    union all
    select p.id, 'tenant', p.name, p.email, p.time_zone
      from ticket t
      join portfolio o on o.id = t.portfolio_id
      cross join lateral (select distinct m.tenant_id from lease_member m
        where m.portfolio_id = t.portfolio_id and m.lease_id = t.lease_id) m
      join tenant n on n.portfolio_id = t.portfolio_id and n.id = m.tenant_id and n.archived_at is null
      join person p on p.id = n.person_id
     where t.portfolio_id = app.portfolio_id() and t.id = p_ticket
       and t.lease_id = any (app.living_of(t.portfolio_id, n.id, (p_at at time zone o.time_zone)::date));
  end;

-- What a link ends, by the hash of its secret, for a year; and doing so, or taking that back.
create function app.read_unsubscribe(p_token_hash bytea, p_at timestamptz)
  returns table (portfolio_name text, kind text, door text, by_mail boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select p.name, l.kind,
           case when exists (select from member m where m.portfolio_id = l.portfolio_id and m.person_id = l.person_id and m.ended_at is null)
                then 'landlord' else 'tenant' end,
           coalesce(w.by_mail, true)
      from notification_link l join portfolio p on p.id = l.portfolio_id
      left join notification_wish w on w.portfolio_id = l.portfolio_id and w.person_id = l.person_id and w.kind = l.kind
     where l.token_hash = p_token_hash and l.created_at > p_at - interval '1 year';
  end;
create function app.unsubscribe(p_token_hash bytea, p_by_mail boolean, p_at timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into notification_wish (portfolio_id, person_id, kind, by_mail)
    select l.portfolio_id, l.person_id, l.kind, p_by_mail from notification_link l
     where l.token_hash = p_token_hash and l.created_at > p_at - interval '1 year'
    on conflict (portfolio_id, person_id, kind) do update set by_mail = excluded.by_mail;
  return found;
end $$;
revoke all on function app.witnesses_of, app.read_unsubscribe, app.unsubscribe from public;
grant execute on function app.witnesses_of to duplex_worker;
grant execute on function app.read_unsubscribe, app.unsubscribe to duplex_public;

-- Mail programs offer a button for it (RFC 8058). Forgotten with the body: it holds a secret.
alter table mail_out add column unsubscribe_url text check (length(unsubscribe_url) <= 500);
grant update (unsubscribe_url) on mail_out to duplex_worker;

-- As before, and how many notifications were not read.
drop function app.resolve_session;
create function app.resolve_session(p_hash bytea, p_at timestamptz)
  returns table (
    person_id uuid, person_name text, scheme text, time_zone text, doors bigint,
    portfolio_id uuid, portfolio_name text, portfolio_zone text, is_demo boolean,
    door text, role text, limited boolean, open_lines bigint, tenant_id uuid, tenant_name text, viewing_as boolean,
    property_ids uuid[], bank_account_ids uuid[], lease_ids uuid[], unit_ids uuid[], household_ids uuid[], term_ids uuid[],
    living_lease_ids uuid[], open_repairs bigint, unread bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
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
    if role in ('owner', 'manager') then
      select count(*) into open_repairs from ticket t
       where t.portfolio_id = s.portfolio_id and t.waits_since is not null and (not limited or t.property_id = any (property_ids));
    end if;
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
  if tenant_id is not null then
    living_lease_ids := app.living_of(s.portfolio_id, tenant_id, (p_at at time zone portfolio_zone)::date);
  end if;
  if door = 'tenant' and not viewing_as then
    select count(*) into unread from notification n
     where n.portfolio_id = s.portfolio_id and n.person_id = s.person_id and n.door = 'tenant' and n.read_at is null
       and n.lease_id = any (living_lease_ids);
  elsif door = 'landlord' and role in ('owner', 'manager') then
    select count(*) into unread from notification n
     where n.portfolio_id = s.portfolio_id and n.person_id = s.person_id and n.door = 'landlord' and n.read_at is null
       and (not limited or n.property_id = any (property_ids));
  end if;
  return next;
end $$;
revoke all on function app.resolve_session from public;
grant execute on function app.resolve_session to duplex_public;
