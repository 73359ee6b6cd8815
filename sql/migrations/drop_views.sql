-- Run before migrations: a view must never block an alter. scripts/apply.ts makes them all again.
drop schema if exists ops cascade;
