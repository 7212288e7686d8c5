-- What banks showed us, kept as it came, and where it waits until somebody or a rule knows what it was for.
-- A tenant has no grant on any of it. A manager limited to properties sees the accounts that belong to those properties.

create table category (
  portfolio_id uuid not null references portfolio on delete cascade,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null check (length(name) between 1 and 80),
  kind text not null check (kind in ('income', 'expense', 'transfer', 'personal', 'deposit', 'principal', 'capital')),
  -- Schedule E (Form 1040) line; only what is earned or spent on the rental has one.
  tax_line smallint check (tax_line between 3 and 19),
  sort smallint not null default 100,
  archived_at timestamptz,
  primary key (portfolio_id, code),
  check (tax_line is null or kind in ('income', 'expense'))
);
alter table category enable row level security;
alter table category force row level security;
create policy owner_all on category to duplex_owner using (true) with check (true);
create policy landlord_read on category for select to duplex_landlord using (portfolio_id = app.portfolio_id());
create policy landlord_add on category for insert to duplex_landlord with check (portfolio_id = app.portfolio_id() and app.sees_all());
create policy landlord_change on category for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and app.sees_all()) with check (portfolio_id = app.portfolio_id() and app.sees_all());
create policy worker_read on category for select to duplex_worker using (portfolio_id = app.portfolio_id());
grant select, insert, update (name, archived_at) on category to duplex_landlord;
grant select on category to duplex_worker;

create table bank_account (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  kind text not null check (kind in ('checking', 'savings', 'card', 'wallet', 'cash')),
  last_four text check (last_four ~ '^[0-9]{4}$'),
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  -- Lines of this account belong to this property unless something says otherwise.
  property_id uuid,
  opening_cents bigint not null default 0,
  opening_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, property_id) references property
);
create unique index bank_account_name on bank_account (portfolio_id, lower(name)) where archived_at is null;
create index bank_account_property on bank_account (portfolio_id, property_id);
alter table bank_account enable row level security;
alter table bank_account force row level security;
create policy owner_all on bank_account to duplex_owner using (true) with check (true);
create policy landlord_read on bank_account for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
-- Opened by somebody who sees all: a limited manager's reach, fixed when they enter, could not hold the new account.
create policy landlord_add on bank_account for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and app.sees_all());
create policy landlord_change on bank_account for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on bank_account to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (name, kind, last_four, property_id, opening_cents, opening_on, version, archived_at) on bank_account to duplex_landlord;
grant select on bank_account to duplex_worker;

-- Running sums of an account, changed by delta in the transaction that adds or books lines; rebuilt by `duplex check books`.
create table bank_account_total (
  portfolio_id uuid not null,
  bank_account_id uuid not null,
  lines bigint not null default 0,
  lines_cents bigint not null default 0,
  open_lines bigint not null default 0,
  open_in_cents bigint not null default 0,
  open_out_cents bigint not null default 0,
  stated_cents bigint,
  stated_on date,
  primary key (portfolio_id, bank_account_id),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade
);
alter table bank_account_total enable row level security;
alter table bank_account_total force row level security;
create policy owner_all on bank_account_total to duplex_owner using (true) with check (true);
create policy landlord_all on bank_account_total to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on bank_account_total to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (lines, lines_cents, open_lines, open_in_cents, open_out_cents, stated_cents, stated_on) on bank_account_total to duplex_landlord, duplex_worker;

-- The bytes of a file, once per account, by their hash: whoever reaches the account reaches the file.
create table import_file (
  portfolio_id uuid not null,
  bank_account_id uuid not null,
  sha256 bytea not null check (length(sha256) = 32),
  bytes bytea not null check (length(bytes) <= 52428800),
  primary key (portfolio_id, bank_account_id, sha256),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade
);
-- Squeezing it would take longer than writing the lines.
alter table import_file alter column bytes set storage external;
alter table import_file enable row level security;
alter table import_file force row level security;
create policy owner_all on import_file to duplex_owner using (true) with check (true);
create policy landlord_read on import_file for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy landlord_add on import_file for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on import_file to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert on import_file to duplex_landlord, duplex_worker;

create table import (
  portfolio_id uuid not null,
  id uuid not null,
  bank_account_id uuid not null,
  file_name text not null check (length(file_name) <= 200),
  sha256 bytea not null,
  format text,
  -- question: waits for an answer. preview: waits for a yes. running: being written. done. undone. refused: no statement.
  state text not null check (state in ('question', 'preview', 'running', 'done', 'undone', 'refused')),
  header_key bytea,
  answer jsonb,
  refusal text,
  rows_read integer not null default 0,
  rows_new integer not null default 0,
  rows_known integer not null default 0,
  rows_twin integer not null default 0,
  rows_unreadable integer not null default 0,
  rows_booked integer not null default 0,
  rows_written integer not null default 0,
  added_by uuid,
  added_at timestamptz not null,
  done_at timestamptz,
  undone_at timestamptz,
  primary key (portfolio_id, id),
  unique (portfolio_id, bank_account_id, id),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade,
  foreign key (portfolio_id, bank_account_id, sha256) references import_file
);
create index import_recent on import (portfolio_id, added_at desc, id desc);
create index import_of_account on import (portfolio_id, bank_account_id, added_at desc);
alter table import enable row level security;
alter table import force row level security;
create policy owner_all on import to duplex_owner using (true) with check (true);
create policy landlord_read on import for select to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
-- Nobody brings a file in under somebody else's name.
create policy landlord_add on import for insert to duplex_landlord
  with check (portfolio_id = app.portfolio_id() and added_by = app.person_id()
              and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy landlord_change on import for update to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on import to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (format, state, header_key, answer, refusal, rows_read, rows_new, rows_known, rows_twin, rows_unreadable,
  rows_booked, rows_written, done_at, undone_at) on import to duplex_landlord, duplex_worker;

-- How files with this header are read, once somebody has answered.
create table file_answer (
  portfolio_id uuid not null references portfolio on delete cascade,
  header_key bytea not null check (length(header_key) = 32),
  answer jsonb not null,
  answered_by uuid,
  answered_at timestamptz not null,
  primary key (portfolio_id, header_key)
);
alter table file_answer enable row level security;
alter table file_answer force row level security;
create policy owner_all on file_answer to duplex_owner using (true) with check (true);
create policy landlord_all on file_answer to duplex_landlord
  using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
create policy worker_all on file_answer to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (answer, answered_by, answered_at) on file_answer to duplex_landlord, duplex_worker;

-- What to do with lines of a merchant.
create table rule (
  portfolio_id uuid not null references portfolio on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Stands somewhere in the normalised text of the line.
  pattern text not null check (length(pattern) between 2 and 120),
  direction text not null default 'any' check (direction in ('in', 'out', 'any')),
  bank_account_id uuid,
  min_cents bigint,
  max_cents bigint,
  category text not null,
  property_id uuid,
  priority smallint not null default 50 check (priority between 0 and 200),
  -- Percent; 95 and more books by itself.
  confidence smallint not null default 90 check (confidence between 1 and 100),
  hits bigint not null default 0,
  overrides bigint not null default 0,
  created_by uuid,
  created_at timestamptz not null,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, bank_account_id) references bank_account,
  foreign key (portfolio_id, property_id) references property,
  foreign key (portfolio_id, category) references category
);
alter table rule enable row level security;
alter table rule force row level security;
create policy owner_all on rule to duplex_owner using (true) with check (true);
create policy landlord_all on rule to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or property_id = any (app.property_ids())));
create policy worker_all on rule to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (name, pattern, direction, bank_account_id, min_cents, max_cents, category, property_id, priority, confidence,
  hits, overrides, ended_at, version) on rule to duplex_landlord;
grant select, update (hits, overrides) on rule to duplex_worker;

create table bank_line (
  portfolio_id uuid not null,
  id uuid not null,
  bank_account_id uuid not null,
  import_id uuid,
  -- First physical line of the record in the file, and the record as it stands there.
  line_no integer,
  raw text,
  posted_on date not null,
  amount_cents bigint not null,
  description text not null,
  payee text,
  memo text,
  -- Normalised merchant text: what rules and "always do this" compare.
  merchant text not null,
  source_id text,
  balance_cents bigint,
  -- Same key, same money: 16 bytes of a hash over the bank's id, or over day, cents, text and the how-manieth such row.
  key bytea not null check (length(key) = 16),
  -- withdrawn: its import was undone. merged: somebody said that it is the same money as twin_of; its key stays known.
  state text not null default 'open' check (state in ('open', 'booked', 'set_aside', 'merged', 'withdrawn')),
  -- Looks like this other line; counts until somebody has answered.
  twin_of uuid,
  twin_answer text check (twin_answer in ('same', 'two')),
  -- What we think it is for, and why, while it waits.
  guess_category text,
  guess_property uuid,
  guess_confidence smallint,
  guess_reason text,
  guess_rule uuid,
  -- How sure, as domain::rules::Band counts it: 0 no idea, 1 unsure, 2 likely, 3 certain.
  band smallint not null generated always as
    (case when guess_confidence is null then 0 when guess_confidence >= 90 then 3 when guess_confidence >= 70 then 2 else 1 end) stored,
  version integer not null default 1,
  recorded_at timestamptz not null,
  primary key (portfolio_id, id),
  foreign key (portfolio_id, bank_account_id) references bank_account on delete cascade,
  foreign key (portfolio_id, bank_account_id, import_id) references import (portfolio_id, bank_account_id, id),
  foreign key (portfolio_id, twin_of) references bank_line
);
create unique index bank_line_key on bank_line (portfolio_id, bank_account_id, key) where state <> 'withdrawn';
create index bank_line_day on bank_line (portfolio_id, bank_account_id, posted_on desc, id desc);
create index bank_line_recent on bank_line (portfolio_id, posted_on desc, id desc);
-- The review queue, and its counts and sums without a look at the rows.
create index bank_line_open on bank_line (portfolio_id, band desc, posted_on desc, id desc) include (amount_cents, bank_account_id)
  where state = 'open';
-- What a new file is compared with: lines of the same amount around the same day.
create index bank_line_amount on bank_line (portfolio_id, bank_account_id, amount_cents, posted_on);
create index bank_line_twin on bank_line (portfolio_id, twin_of) where twin_of is not null;
create index bank_line_merchant on bank_line (portfolio_id, merchant);
create index bank_line_import on bank_line (portfolio_id, import_id, line_no);
alter table bank_line enable row level security;
alter table bank_line force row level security;
create policy owner_all on bank_line to duplex_owner using (true) with check (true);
create policy landlord_all on bank_line to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on bank_line to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
-- What the bank showed is never changed: only what we think of it.
grant select, insert, update (state, twin_of, twin_answer, guess_category, guess_property, guess_confidence, guess_reason, guess_rule, version)
  on bank_line to duplex_landlord, duplex_worker;

-- Lines of a file nobody could read, kept until somebody types or discards them.
create table unreadable_line (
  portfolio_id uuid not null,
  import_id uuid not null,
  bank_account_id uuid not null,
  line_no integer not null,
  raw text not null,
  reason text not null,
  settled text check (settled in ('typed', 'discarded')),
  settled_by uuid,
  settled_at timestamptz,
  bank_line_id uuid,
  primary key (portfolio_id, import_id, line_no),
  foreign key (portfolio_id, bank_account_id, import_id) references import (portfolio_id, bank_account_id, id) on delete cascade,
  foreign key (portfolio_id, bank_line_id) references bank_line
);
alter table unreadable_line enable row level security;
alter table unreadable_line force row level security;
create policy owner_all on unreadable_line to duplex_owner using (true) with check (true);
create policy landlord_all on unreadable_line to duplex_landlord
  using (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())))
  with check (portfolio_id = app.portfolio_id() and (app.sees_all() or bank_account_id = any (app.bank_account_ids())));
create policy worker_all on unreadable_line to duplex_worker using (portfolio_id = app.portfolio_id()) with check (portfolio_id = app.portfolio_id());
grant select, insert, update (settled, settled_by, settled_at, bank_line_id) on unreadable_line to duplex_landlord;
grant select, insert on unreadable_line to duplex_worker;
