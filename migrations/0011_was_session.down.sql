drop function app.was_session_of;
