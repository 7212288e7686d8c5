drop table lease_member, lease_term, lease;
