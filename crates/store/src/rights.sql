-- Who may reach the database of Duplex. Run inside it, by its owner or a superuser; safe to run again.
do $rights$
declare
  here text := current_database();
begin
  execute format('alter database %I owner to duplex_owner', here);
  execute format('revoke all on database %I from public', here);
  execute format('grant connect on database %I to duplex_app', here);
  execute format('alter database %I set timezone to %L', here, 'UTC');
  -- Only where something is to change: another program may be migrating this very schema already.
  if has_schema_privilege('public', 'public', 'create') then
    revoke create on schema public from public;
  end if;
  if not has_schema_privilege('duplex_owner', 'public', 'create') or not has_schema_privilege('duplex_owner', 'public', 'usage') then
    grant usage, create on schema public to duplex_owner;
  end if;
end
$rights$;
