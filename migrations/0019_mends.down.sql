drop function app.cost_counts;
revoke update (origin_id) on expense from duplex_landlord;
-- As before.
create or replace function app.witnesses_of(p_ticket uuid, p_at timestamptz)
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
