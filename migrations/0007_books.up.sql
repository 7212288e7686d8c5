-- The books. One ledger from the first day: expenses, income and movements are typed documents that book into it.
-- ledger_account and transfer follow the shape of double entry with one debit and one credit a row: balanced by construction.

create table ledger_account (
  portfolio_id uuid not null references portfolio on delete cascade,
  -- Made from the code by store::ledger, so that nobody has to look it up first.
  id uuid not null,
  code text not null check (length(code) <= 160),
  kind text not null check (kind in ('asset', 'liability', 'income', 'expense', 'equity')),
  property_id uuid,
  category text,
  bank_account_id uuid,
  primary key (portfolio_id, id),
  unique (portfolio_id, code),
  foreign key (portfolio_id, property_id) references property,
  foreign key (portfolio_id, category) references category,
  foreign key (portfolio_id, bank_account_id) references bank_account
);
alter table ledger_account enable row level security;
alter table ledger_account force row level security;
create policy owner_all on ledger_account to duplex_owner using (true) with check (true);
create policy landlord_read on ledger_account for select to duplex_landlord
  using (portfolio_id = app.portfolio_id()
         and (app.sees_all() or property_id = any (app.property_ids()) or bank_account_id = any (app.bank_account_ids())));
create policy landlord_add on ledger_account for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id()
              and (app.sees_all() or property_id = any (app.property_ids()) or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on ledger_account to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert on ledger_account to duplex_landlord, duplex_worker;

create table transfer (
  portfolio_id uuid not null,
  id uuid not null,
  debit_id uuid not null,
  credit_id uuid not null check (credit_id <> debit_id),
  amount_cents bigint not null check (amount_cents > 0),
  -- What booked it: a document, or the opening of a bank account. With the leg it is unique: nothing books twice.
  cause text not null check (cause in ('expense', 'income', 'movement', 'opening')),
  cause_id uuid not null,
  leg smallint not null,
  property_id uuid,
  cash_on date not null,
  period date not null check (extract(day from period) = 1),
  reverses uuid,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (portfolio_id, id),
  unique (portfolio_id, cause_id, cause, leg),
  foreign key (portfolio_id, debit_id) references ledger_account,
  foreign key (portfolio_id, credit_id) references ledger_account,
  foreign key (portfolio_id, reverses) references transfer
);
create index transfer_debit on transfer (portfolio_id, debit_id, cash_on);
create index transfer_credit on transfer (portfolio_id, credit_id, cash_on);
alter table transfer enable row level security;
alter table transfer force row level security;
create policy owner_all on transfer to duplex_owner using (true) with check (true);
create policy landlord_read on transfer for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on transfer for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on transfer to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
-- Append-only for everybody who runs: a mistake is a reversing transfer and a new one.
grant select, insert on transfer to duplex_landlord, duplex_worker;

-- Money spent. Amounts are positive when paid out.
create table expense (
  portfolio_id uuid not null,
  id uuid not null,
  bank_account_id uuid not null,
  -- The line it was booked from; several documents may share one line, and then sum to it.
  bank_line_id uuid,
  property_id uuid,
  category text not null,
  merchant text not null check (length(merchant) <= 200),
  -- Spent is plus; money a merchant gave back is a refund and minus.
  amount_cents bigint not null check (amount_cents <> 0),
  is_refund boolean not null default false check (is_refund = (amount_cents < 0)),
  cash_on date not null,
  -- First day of the month it belongs to.
  period date not null check (extract(day from period) = 1),
  tax_year smallint not null generated always as (extract(year from cash_on)) stored,
  note text check (length(note) <= 500),
  -- Who decided: a rule of ours or theirs by itself, or a person.
  source text not null check (source in ('starter', 'rule', 'person')),
  rule_id uuid,
  decided_by uuid,
  reason text not null check (length(reason) <= 300),
  confidence smallint,
  -- The voided document that this one stands for, whatever its kind.
  replaces uuid,
  recorded_at timestamptz not null,
  voided_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  check ((source = 'person') = (decided_by is not null)),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade,
  foreign key (portfolio_id, bank_line_id) references bank_line,
  foreign key (portfolio_id, property_id) references property,
  foreign key (portfolio_id, category) references category,
  foreign key (portfolio_id, rule_id) references rule
);
create index expense_line on expense (portfolio_id, bank_line_id);
create index expense_month on expense (portfolio_id, property_id, category, cash_on);
create index expense_recent on expense (portfolio_id, cash_on desc, id desc);
alter table expense enable row level security;
alter table expense force row level security;
create policy owner_all on expense to duplex_owner using (true) with check (true);
create policy landlord_read on expense for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on expense for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on expense for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on expense to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (voided_at, version, note) on expense to duplex_landlord, duplex_worker;

-- Money earned. Amounts are positive when received.
create table income (
  portfolio_id uuid not null,
  id uuid not null,
  bank_account_id uuid not null,
  -- The line it was booked from; several documents may share one line, and then sum to it.
  bank_line_id uuid,
  property_id uuid,
  category text not null,
  payer text not null check (length(payer) <= 200),
  -- Received is plus; what was sent back or bounced is minus.
  amount_cents bigint not null check (amount_cents <> 0),
  lease_id uuid,
  cash_on date not null,
  -- First day of the month it belongs to.
  period date not null check (extract(day from period) = 1),
  tax_year smallint not null generated always as (extract(year from cash_on)) stored,
  note text check (length(note) <= 500),
  -- Who decided: a rule of ours or theirs by itself, or a person.
  source text not null check (source in ('starter', 'rule', 'person')),
  rule_id uuid,
  decided_by uuid,
  reason text not null check (length(reason) <= 300),
  confidence smallint,
  -- The voided document that this one stands for, whatever its kind.
  replaces uuid,
  recorded_at timestamptz not null,
  voided_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  check ((source = 'person') = (decided_by is not null)),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade,
  foreign key (portfolio_id, lease_id) references lease,
  foreign key (portfolio_id, bank_line_id) references bank_line,
  foreign key (portfolio_id, property_id) references property,
  foreign key (portfolio_id, category) references category,
  foreign key (portfolio_id, rule_id) references rule
);
create index income_line on income (portfolio_id, bank_line_id);
create index income_month on income (portfolio_id, property_id, category, cash_on);
create index income_recent on income (portfolio_id, cash_on desc, id desc);
alter table income enable row level security;
alter table income force row level security;
create policy owner_all on income to duplex_owner using (true) with check (true);
create policy landlord_read on income for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on income for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on income for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on income to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (voided_at, version, note) on income to duplex_landlord, duplex_worker;

-- Money that moved without being earned or spent on the rental: own accounts, deposits, personal, principal, improvements.
create table movement (
  portfolio_id uuid not null,
  id uuid not null,
  bank_account_id uuid not null,
  -- The line it was booked from; several documents may share one line, and then sum to it.
  bank_line_id uuid,
  property_id uuid,
  category text not null,
  counterpart text not null check (length(counterpart) <= 200),
  -- Into the bank account is plus. Which kind the category has decides the other side of the ledger.
  amount_cents bigint not null check (amount_cents <> 0),
  cash_on date not null,
  -- First day of the month it belongs to.
  period date not null check (extract(day from period) = 1),
  tax_year smallint not null generated always as (extract(year from cash_on)) stored,
  note text check (length(note) <= 500),
  -- Who decided: a rule of ours or theirs by itself, or a person.
  source text not null check (source in ('starter', 'rule', 'person')),
  rule_id uuid,
  decided_by uuid,
  reason text not null check (length(reason) <= 300),
  confidence smallint,
  -- The voided document that this one stands for, whatever its kind.
  replaces uuid,
  recorded_at timestamptz not null,
  voided_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  check ((source = 'person') = (decided_by is not null)),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade,
  foreign key (portfolio_id, bank_line_id) references bank_line,
  foreign key (portfolio_id, property_id) references property,
  foreign key (portfolio_id, category) references category,
  foreign key (portfolio_id, rule_id) references rule
);
create index movement_line on movement (portfolio_id, bank_line_id);
create index movement_month on movement (portfolio_id, property_id, category, cash_on);
create index movement_recent on movement (portfolio_id, cash_on desc, id desc);
alter table movement enable row level security;
alter table movement force row level security;
create policy owner_all on movement to duplex_owner using (true) with check (true);
create policy landlord_read on movement for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on movement for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on movement for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on movement to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (voided_at, version, note) on movement to duplex_landlord, duplex_worker;

-- All three as one, with what came into the bank account as plus. Whoever reads it reads the tables behind it.
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

-- Sums per month that reports and the dashboard read; changed by delta with the documents, rebuilt by `duplex check books`.
-- The nil uuid stands for "no property", so that the key has no null.
create table month_total (
  portfolio_id uuid not null references portfolio on delete cascade,
  reading text not null check (reading in ('cash', 'accrual')),
  month date not null check (extract(day from month) = 1),
  property_id uuid not null,
  category text not null,
  amount_cents bigint not null,
  entries bigint not null,
  primary key (portfolio_id, reading, month, property_id, category)
);
alter table month_total enable row level security;
alter table month_total force row level security;
create policy owner_all on month_total to duplex_owner using (true) with check (true);
create policy landlord_all on month_total to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on month_total to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (amount_cents, entries) on month_total to duplex_landlord, duplex_worker;

-- What a person says about a property's tax year: days let at a fair price and days used privately (Schedule E line 2).
create table property_year (
  portfolio_id uuid not null,
  property_id uuid not null,
  year smallint not null check (year between 1990 and 2199),
  fair_days smallint check (fair_days between 0 and 366),
  personal_days smallint check (personal_days between 0 and 366),
  confirmed_by uuid,
  confirmed_at timestamptz,
  primary key (portfolio_id, property_id, year),
  foreign key (portfolio_id, property_id) references property on delete cascade
);
alter table property_year enable row level security;
alter table property_year force row level security;
create policy owner_all on property_year to duplex_owner using (true) with check (true);
create policy landlord_read on property_year for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_add on property_year for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy landlord_change on property_year for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on property_year to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (fair_days, personal_days, confirmed_by, confirmed_at) on property_year to duplex_landlord;
grant select on property_year to duplex_worker;

-- What was done, by whom, with the old and new values; nothing secret. Shown at /activity, from where much can be undone.
create table activity (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  at timestamptz not null,
  person_id uuid,
  person_name text not null,
  -- Dotted: "lease.add", "import.undo".
  kind text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  subject_id uuid not null,
  property_id uuid,
  -- About tenants: hidden from bookkeepers.
  about_people boolean not null default false,
  sentence text not null check (length(sentence) <= 400),
  before jsonb,
  after jsonb,
  request_id uuid,
  undone_at timestamptz,
  primary key (portfolio_id, id)
);
create index activity_recent on activity (portfolio_id, at desc, id desc);
create index activity_subject on activity (portfolio_id, subject_id, at desc);
alter table activity enable row level security;
alter table activity force row level security;
create policy owner_all on activity to duplex_owner using (true) with check (true);
create policy landlord_read on activity for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids()) or person_id = app.person_id())
         and (app.keeps_people() or not about_people));
create policy landlord_add on activity for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id()
              and (app.sees_all() or property_id is null or property_id = any (app.property_ids())));
create policy landlord_undo on activity for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids()) or person_id = app.person_id())
         and (app.keeps_people() or not about_people));
create policy tenant_add on activity for insert to duplex_tenant
  with check (portfolio_id = app.portfolio_id() and person_id = app.person_id()
              and (property_id is null or property_id = any (app.property_ids())));
create policy worker_all on activity to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (undone_at) on activity to duplex_landlord, duplex_worker;
grant insert on activity to duplex_tenant;
