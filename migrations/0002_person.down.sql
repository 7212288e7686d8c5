drop table rate_limit, password_reset, session, person;
