drop schema app cascade;
revoke usage on schema public from duplex_landlord, duplex_tenant, duplex_worker, duplex_public;
