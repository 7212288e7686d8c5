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
