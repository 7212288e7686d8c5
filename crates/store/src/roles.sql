-- The roles of Duplex, the same in every cluster. Safe to run again; changes no password.
-- duplex_owner owns the database and migrates it. duplex_app signs in to serve, owns nothing and may do nothing
-- until, inside a transaction, it becomes one of the four that follow.
do $roles$
declare
  name text;
begin
  foreach name in array array['duplex_landlord', 'duplex_tenant', 'duplex_worker', 'duplex_public'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin', name);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'duplex_owner') then
    create role duplex_owner login;
  end if;
  if not exists (select from pg_roles where rolname = 'duplex_app') then
    create role duplex_app login noinherit;
  end if;
  foreach name in array array['duplex_landlord', 'duplex_tenant', 'duplex_worker', 'duplex_public'] loop
    if not pg_has_role('duplex_app', name, 'member') then
      execute format('grant %I to duplex_app', name);
    end if;
  end loop;
end
$roles$;
