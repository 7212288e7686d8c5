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

-- As before, but it finds a limited manager's property by its key, and nobody by reading everybody.
create or replace function app.witnesses_of(p_ticket uuid, p_at timestamptz)
  returns table (person_id uuid, door text, name text, email text, time_zone text)
  language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off
  begin atomic
    select p.id, 'landlord', p.name, p.email, p.time_zone
      from ticket t
      join member m on m.portfolio_id = t.portfolio_id and m.ended_at is null and m.role in ('owner', 'manager')
      left join member_property mp on mp.portfolio_id = m.portfolio_id and mp.person_id = m.person_id and mp.property_id = t.property_id
      join person p on p.id = m.person_id
     where t.portfolio_id = app.portfolio_id() and t.id = p_ticket
       and (not m.limited or mp.property_id is not null)
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
