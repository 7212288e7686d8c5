drop function app.remove_demo();
