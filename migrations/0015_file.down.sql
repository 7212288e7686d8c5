drop function app.take_file_room(bigint, bigint);
drop table file_room, file;
