create schema if not exists ops;
comment on schema ops is 'What people look at: views only, rebuilt with each deploy. Start with: select * from ops.help;';
