-- A bank line that was booked before anybody wrote down the cost it pays is said to be of that cost, and counts once.
grant update (origin_id) on expense to duplex_landlord;

-- Whether a repair's cost counts in the books, whoever may see them: a limited manager must not book it a second time. For
-- costs in reach of whoever asks.
create function app.cost_counts(p_cost uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select exists (select from ticket_cost c
      join expense e on e.portfolio_id = c.portfolio_id and e.origin_id = c.expense_id and e.voided_at is null
     where c.portfolio_id = app.portfolio_id() and c.id = p_cost
       and app.keeps_people() and (app.sees_all() or c.property_id = any (app.property_ids())));
  end;
revoke all on function app.cost_counts from public;
grant execute on function app.cost_counts to duplex_landlord;
