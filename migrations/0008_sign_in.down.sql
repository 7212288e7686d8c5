revoke update (body) on mail_out from duplex_worker;
drop index mail_out_waiting, rate_limit_old, password_reset_person;
drop function app.portfolios_with_mail, app.count_try, app.finish_reset, app.read_reset, app.request_reset,
  app.accept_invitation, app.read_invitation, app.rename_self, app.change_password, app.my_password_hash,
  app.close_sessions, app.end_session, app.turn_session, app.resolve_session, app.home_of, app.reach_of,
  app.open_session, app.session_end, app.my_doors, app.doors_of, app.person_by_email, app.found_portfolio,
  app.found_house, app.add_portfolio, app.is_fresh;
alter table session drop column member_idle_s, drop column tenant_idle_s;
