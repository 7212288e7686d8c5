alter table invitation drop constraint invitation_portfolio_id_tenant_id_fkey;
drop table tenant_contact, tenant, unit, member_property, property;
drop extension if exists btree_gist;
