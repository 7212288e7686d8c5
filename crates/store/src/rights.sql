-- Who may reach the database of Duplex. Run inside it, by its owner or a superuser; safe to run again.
do $rights$
declare
  here text := current_database();
begin
  execute format('alter database %I owner to duplex_owner', here);
  execute format('revoke all on database %I from public', here);
  execute format('grant connect on database %I to duplex_app', here);
  execute format('alter database %I set timezone to %L', here, 'UTC');
  revoke create on schema public from public;
  grant usage, create on schema public to duplex_owner;
end
$rights$;
