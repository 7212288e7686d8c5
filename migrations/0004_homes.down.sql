drop table tenant_contact, tenant, unit, member_property, property;
drop extension if exists btree_gist;
