-- Repairs: what a tenant or the landlord reports, what is said and done about it, and what it costs. Those who keep people
-- see the repairs of their properties; tenants those of the lease they live on today, and no more from the day they left.
-- What only the landlord may know stands in tables or columns that tenants have no grant on. Bookkeepers see none of it.

create table vendor (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  phone text check (length(phone) <= 40),
  email text check (email = lower(email) and length(email) <= 254),
  trade text check (length(trade) <= 60),
  note text check (length(note) <= 1000),
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (portfolio_id, id)
);
create unique index vendor_name on vendor (portfolio_id, lower(name)) where archived_at is null;
alter table vendor enable row level security;
alter table vendor force row level security;
create policy owner_all on vendor to duplex_owner using (true) with check (true);
create policy landlord_all on vendor to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people()) with check (portfolio_id = app.portfolio_id() and app.keeps_people());
grant select, insert, update (name, phone, email, trade, note, version, archived_at) on vendor to duplex_landlord;

-- So that a repair's home is that of its household.
alter table lease add constraint lease_home unique (portfolio_id, id, unit_id);

create table ticket (
  portfolio_id uuid not null references portfolio on delete cascade,
  -- Made when the form is shown, so that a report that is sent twice is one.
  id uuid not null,
  property_id uuid not null,
  -- None for a part that all of the house share.
  unit_id uuid,
  -- The household that sees it; none for what the landlord keeps to themselves.
  lease_id uuid,
  category text not null
    check (category in ('water', 'heating', 'electric', 'appliance', 'door', 'pest', 'structure', 'outside', 'other')),
  place text not null check (length(place) between 1 and 60),
  title text not null check (length(title) between 1 and 120),
  description text not null check (length(description) between 1 and 5000),
  priority text not null default 'normal' check (priority in ('emergency', 'high', 'normal', 'low')),
  -- Its place among the priorities, the most pressing first, for the order of lists.
  rank smallint not null generated always as
    (case priority when 'emergency' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored,
  status text not null default 'open' check (status in ('open', 'in_progress', 'completed', 'cancelled')),
  -- When somebody may come in, in the tenant's words, and whether they may with nobody at home.
  access text check (length(access) <= 500),
  may_enter boolean not null default false,
  -- Number to call back: written by a tenant, and read by the landlord's side alone.
  phone text check (length(phone) <= 40),
  reported_by uuid not null,
  reporter_name text not null check (length(reporter_name) <= 120),
  reporter_side text not null check (reporter_side in ('landlord', 'tenant')),
  -- The landlord's alone.
  vendor_id uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- The first thing anybody of the landlord's side said or did about a tenant's report that the household could see.
  answered_at timestamptz,
  -- Since when the household waits for the landlord's side; none once it has answered.
  waits_since timestamptz,
  -- When it was closed last, and when the household said that it is fixed.
  closed_at timestamptz,
  confirmed_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  unique (portfolio_id, property_id, id),
  unique (portfolio_id, lease_id, id),
  foreign key (portfolio_id, property_id) references property on delete cascade,
  foreign key (portfolio_id, property_id, unit_id) references unit (portfolio_id, property_id, id),
  foreign key (portfolio_id, property_id, lease_id) references lease (portfolio_id, property_id, id),
  foreign key (portfolio_id, lease_id, unit_id) references lease (portfolio_id, id, unit_id),
  foreign key (portfolio_id, vendor_id) references vendor,
  constraint ticket_closed check ((closed_at is not null) = (status in ('completed', 'cancelled'))),
  constraint ticket_confirmed check (confirmed_at is null or status = 'completed'),
  constraint ticket_waits check (waits_since is null or (lease_id is not null and closed_at is null))
);
-- The triage list, its filters and its counts.
create index ticket_triage on ticket (portfolio_id, rank, created_at, id) where status in ('open', 'in_progress');
create index ticket_status on ticket (portfolio_id, status, created_at desc, id desc);
create index ticket_property on ticket (portfolio_id, property_id, created_at desc, id desc);
create index ticket_lease on ticket (portfolio_id, lease_id, changed_at desc, id desc) where lease_id is not null;
create index ticket_unit on ticket (portfolio_id, unit_id, created_at desc) where unit_id is not null;
create index ticket_vendor on ticket (portfolio_id, vendor_id, created_at desc) where vendor_id is not null;
create index ticket_waiting on ticket (portfolio_id, property_id, waits_since) where waits_since is not null;
alter table ticket enable row level security;
alter table ticket force row level security;
create policy owner_all on ticket to duplex_owner using (true) with check (true);
create policy landlord_read on ticket for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and reported_by = app.person_id() and reporter_side = 'landlord');
create policy landlord_change on ticket for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on ticket for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
create policy tenant_add on ticket for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids())
              and reported_by = app.person_id() and reporter_side = 'tenant');
create policy tenant_change on ticket for update to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
create policy worker_read on ticket for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select,
  insert (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, priority, access, may_enter, phone,
    reported_by, reporter_name, reporter_side, vendor_id, created_at, changed_at),
  update (category, place, title, priority, status, access, may_enter, vendor_id, changed_at, answered_at, waits_since, closed_at,
    confirmed_at, version) on ticket to duplex_landlord;
grant select (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, priority, rank, status, access, may_enter,
    reported_by, reporter_name, reporter_side, created_at, changed_at, answered_at, waits_since, closed_at, confirmed_at, version),
  insert (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, priority, access, may_enter, phone,
    reported_by, reporter_name, reporter_side, created_at, changed_at, waits_since),
  -- Cancel, confirm, reopen, and say when somebody may come in.
  update (status, access, may_enter, phone, changed_at, waits_since, closed_at, confirmed_at, version) on ticket to duplex_tenant;
grant select on ticket to duplex_worker;

-- What both sides say. Never changed.
create table ticket_comment (
  portfolio_id uuid not null,
  -- Made with the form, like the repair's own.
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  lease_id uuid,
  person_id uuid not null,
  person_name text not null check (length(person_name) <= 120),
  side text not null check (side in ('landlord', 'tenant')),
  body text not null check (length(body) between 1 and 5000),
  created_at timestamptz not null,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  -- A household's row hangs on its own repair, and never on its neighbor's.
  foreign key (portfolio_id, lease_id, ticket_id) references ticket (portfolio_id, lease_id, id) on delete cascade
);
create index ticket_comment_thread on ticket_comment (portfolio_id, ticket_id, created_at, id);
create index ticket_comment_property on ticket_comment (portfolio_id, property_id);
create index ticket_comment_lease on ticket_comment (portfolio_id, lease_id);
alter table ticket_comment enable row level security;
alter table ticket_comment force row level security;
create policy owner_all on ticket_comment to duplex_owner using (true) with check (true);
create policy landlord_read on ticket_comment for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket_comment for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and person_id = app.person_id() and side = 'landlord');
create policy tenant_read on ticket_comment for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
create policy tenant_add on ticket_comment for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()) and person_id = app.person_id() and side = 'tenant');
create policy worker_read on ticket_comment for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert on ticket_comment to duplex_landlord;
grant select (portfolio_id, id, ticket_id, property_id, lease_id, person_id, person_name, side, body, created_at),
  insert (portfolio_id, id, ticket_id, property_id, lease_id, person_id, person_name, side, body, created_at) on ticket_comment to duplex_tenant;
grant select on ticket_comment to duplex_worker;

-- What the landlord's side writes for itself. A table of its own, so that no column list can ever let it out: tenants have no
-- grant on it, and neither has the worker, who writes mail to tenants.
create table ticket_note (
  portfolio_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  person_id uuid not null,
  person_name text not null check (length(person_name) <= 120),
  body text not null check (length(body) between 1 and 5000),
  created_at timestamptz not null,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade
);
create index ticket_note_thread on ticket_note (portfolio_id, ticket_id, created_at, id);
create index ticket_note_property on ticket_note (portfolio_id, property_id);
alter table ticket_note enable row level security;
alter table ticket_note force row level security;
create policy owner_all on ticket_note to duplex_owner using (true) with check (true);
create policy landlord_read on ticket_note for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket_note for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and person_id = app.person_id());
grant select, insert on ticket_note to duplex_landlord;

-- A visit that the landlord proposes and the household accepts or declines.
create table ticket_visit (
  portfolio_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  lease_id uuid,
  starts_at timestamptz not null,
  -- On the day when the clocks go back, a day has 25 hours.
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '25 hours'),
  -- Who comes, as the household is told.
  who text not null check (length(who) between 1 and 120),
  status text not null default 'proposed' check (status in ('proposed', 'accepted', 'declined', 'cancelled')),
  -- Why it does not suit, in the tenant's words.
  answer text check (length(answer) <= 500),
  answered_by uuid,
  answered_at timestamptz,
  proposed_by uuid not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (portfolio_id, id),
  unique (portfolio_id, ticket_id, id),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  -- A household's row hangs on its own repair, and never on its neighbor's.
  foreign key (portfolio_id, lease_id, ticket_id) references ticket (portfolio_id, lease_id, id) on delete cascade
);
create index ticket_visit_thread on ticket_visit (portfolio_id, ticket_id, starts_at);
create index ticket_visit_calendar on ticket_visit (portfolio_id, starts_at) where status in ('proposed', 'accepted');
create index ticket_visit_property on ticket_visit (portfolio_id, property_id);
create index ticket_visit_lease on ticket_visit (portfolio_id, lease_id);
alter table ticket_visit enable row level security;
alter table ticket_visit force row level security;
create policy owner_all on ticket_visit to duplex_owner using (true) with check (true);
create policy landlord_read on ticket_visit for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket_visit for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and proposed_by = app.person_id());
create policy landlord_change on ticket_visit for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy tenant_read on ticket_visit for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
-- Nobody answers for somebody else.
create policy tenant_answer on ticket_visit for update to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()))
  with check (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()) and answered_by = app.person_id()
              and status in ('accepted', 'declined'));
create policy worker_read on ticket_visit for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert (portfolio_id, id, ticket_id, property_id, lease_id, starts_at, ends_at, who, status, proposed_by, created_at),
  update (status, version) on ticket_visit to duplex_landlord;
grant select (portfolio_id, id, ticket_id, property_id, lease_id, starts_at, ends_at, who, status, answer, answered_by, answered_at, created_at, version),
  update (status, answer, answered_by, answered_at, version) on ticket_visit to duplex_tenant;
grant select on ticket_visit to duplex_worker;

-- What was done, by whom, when: the timeline of a repair. Never changed.
create table ticket_event (
  portfolio_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  -- Set where the household may see it, none for what the landlord keeps to themselves.
  lease_id uuid,
  at timestamptz not null,
  person_id uuid not null,
  person_name text not null check (length(person_name) <= 120),
  side text not null check (side in ('landlord', 'tenant')),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  -- Words before and after, as in open and in_progress.
  before text check (length(before) <= 500),
  after text check (length(after) <= 500),
  visit_id uuid,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, ticket_id, visit_id) references ticket_visit (portfolio_id, ticket_id, id) on delete cascade,
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  -- A household's row hangs on its own repair, and never on its neighbor's.
  foreign key (portfolio_id, lease_id, ticket_id) references ticket (portfolio_id, lease_id, id) on delete cascade
);
create index ticket_event_thread on ticket_event (portfolio_id, ticket_id, at, id);
create index ticket_event_property on ticket_event (portfolio_id, property_id);
create index ticket_event_lease on ticket_event (portfolio_id, lease_id);
alter table ticket_event enable row level security;
alter table ticket_event force row level security;
create policy owner_all on ticket_event to duplex_owner using (true) with check (true);
create policy landlord_read on ticket_event for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket_event for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and person_id = app.person_id() and side = 'landlord');
create policy tenant_read on ticket_event for select to duplex_tenant
  using (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()));
create policy tenant_add on ticket_event for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and lease_id = any (app.living_lease_ids()) and person_id = app.person_id() and side = 'tenant');
create policy worker_read on ticket_event for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert on ticket_event to duplex_landlord;
grant select (portfolio_id, id, ticket_id, property_id, lease_id, at, person_id, person_name, side, kind, before, after, visit_id),
  insert (portfolio_id, id, ticket_id, property_id, lease_id, at, person_id, person_name, side, kind, before, after, visit_id) on ticket_event to duplex_tenant;
grant select on ticket_event to duplex_worker;

-- An expense may be booked before its bank line is there. The line that comes later stands for it and voids it: both are of
-- one origin, the document that was booked first, by which whatever it was booked for finds the one that counts.
alter table expense add column origin_id uuid;
alter table expense add foreign key (portfolio_id, origin_id) references expense;
alter table expense add constraint expense_by_hand check (bank_line_id is not null or origin_id is not null);
-- At most one that waits for its line; and those a new line is compared with.
create unique index expense_waiting on expense (portfolio_id, origin_id) where bank_line_id is null and voided_at is null;
create index expense_waiting_amount on expense (portfolio_id, amount_cents, cash_on) where bank_line_id is null and voided_at is null;
create index expense_origin on expense (portfolio_id, origin_id) where origin_id is not null;
create or replace view document with (security_invoker = true) as
  select portfolio_id, id, 'expense' as kind, bank_account_id, bank_line_id, property_id, category, merchant as who,
    -amount_cents as cash_cents, amount_cents, cash_on, period, note, source, rule_id, decided_by, reason, confidence, replaces,
    recorded_at, voided_at, version, origin_id from expense
  union all
  select portfolio_id, id, 'income', bank_account_id, bank_line_id, property_id, category, payer, amount_cents, amount_cents, cash_on,
    period, note, source, rule_id, decided_by, reason, confidence, replaces, recorded_at, voided_at, version, null from income
  union all
  select portfolio_id, id, 'movement', bank_account_id, bank_line_id, property_id, category, counterpart, amount_cents, amount_cents,
    cash_on, period, note, source, rule_id, decided_by, reason, confidence, replaces, recorded_at, voided_at, version, null from movement;

-- The expense that a waiting line probably is, by its origin.
alter table bank_line add column guess_expense uuid;
alter table bank_line add foreign key (portfolio_id, guess_expense) references expense;
create index bank_line_expense on bank_line (portfolio_id, guess_expense) where guess_expense is not null;
grant update (guess_expense) on bank_line to duplex_landlord, duplex_worker;

-- What a repair costs: a quote, or spent; and the expense it became. The landlord's alone.
create table ticket_cost (
  portfolio_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  property_id uuid not null,
  what text not null check (length(what) between 1 and 120),
  vendor_id uuid,
  amount_cents bigint not null check (amount_cents between 1 and 1000000000000),
  incurred_on date not null,
  is_quote boolean not null,
  -- Origin of the expense that books it; none while nothing does.
  expense_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, property_id, ticket_id) references ticket (portfolio_id, property_id, id) on delete cascade,
  foreign key (portfolio_id, vendor_id) references vendor,
  foreign key (portfolio_id, expense_id) references expense,
  check (expense_id is null or (removed_at is null and not is_quote))
);
create index ticket_cost_thread on ticket_cost (portfolio_id, ticket_id, incurred_on);
create unique index ticket_cost_expense on ticket_cost (portfolio_id, expense_id) where expense_id is not null;
create index ticket_cost_property on ticket_cost (portfolio_id, property_id);
create index ticket_cost_vendor on ticket_cost (portfolio_id, vendor_id) where vendor_id is not null;
alter table ticket_cost enable row level security;
alter table ticket_cost force row level security;
create policy owner_all on ticket_cost to duplex_owner using (true) with check (true);
create policy landlord_read on ticket_cost for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on ticket_cost for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids()))
              and created_by = app.person_id());
create policy landlord_change on ticket_cost for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.keeps_people() and (app.sees_all() or property_id = any (app.property_ids())));
grant select, insert, update (what, vendor_id, amount_cents, incurred_on, is_quote, expense_id, removed_at, version) on ticket_cost to duplex_landlord;
