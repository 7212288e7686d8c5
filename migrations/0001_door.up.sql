-- The door: who may become whom inside a transaction, and the settings that say who is asking.
-- Roles are cluster-wide and made by the bootstrap (store::bootstrap) before any migration runs.
create schema app;
revoke all on schema public from public;
grant usage on schema app, public to duplex_landlord, duplex_tenant, duplex_worker, duplex_public;

-- An unset or empty setting means "no rows", never an error that reveals anything. STABLE and without arguments,
-- so that a policy compares an indexed column with a value known before the scan.
create function app.portfolio_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.portfolio_id', true), '')::uuid;
create function app.person_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person_id', true), '')::uuid;
create function app.tenant_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
create function app.property_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.property_ids', true), '')::uuid[];
create function app.lease_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.lease_ids', true), '')::uuid[];
create function app.unit_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.unit_ids', true), '')::uuid[];
create function app.household_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.household_ids', true), '')::uuid[];
create function app.bank_account_ids() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.bank_account_ids', true), '')::uuid[];
-- A member who is not limited to properties: the door sets reach to 'all'; a limited manager gets 'some'.
create function app.sees_all() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.reach', true) = 'all', false);
-- Owners and managers know the people; bookkeepers do not.
create function app.keeps_people() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.role', true) in ('owner', 'manager'), false);
create function app.owns() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.role', true) = 'owner', false);

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to duplex_landlord, duplex_tenant, duplex_worker, duplex_public;
