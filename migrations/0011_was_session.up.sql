-- A form that was typed before its session ended comes back to the person who signs in again, and to nobody else. The
-- hash is that of the ended session; the answer is yes or no, about one person, and says nothing of anybody else.
create function app.was_session_of(p_hash bytea, p_person uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  return exists (select from session where id_hash = p_hash and person_id = p_person);
revoke all on function app.was_session_of from public;
grant execute on function app.was_session_of to duplex_public;
