-- The roles of a Bhavhouse warehouse: bhavhouse_writer owns it, bhavhouse_reader reads core and marts.
-- May be run again. An administrator of the database runs it where the publishing login may not make roles.
do $$
declare
    login constant name := {login};
    part name;
    relation regclass;
begin
    if to_regrole('bhavhouse_writer') is null then
        create role bhavhouse_writer nologin;
    end if;
    if to_regrole('bhavhouse_reader') is null then
        create role bhavhouse_reader nologin;
    end if;
    execute format('grant bhavhouse_writer, bhavhouse_reader to %I', login);

    foreach part in array array['core', 'marts', 'bhavhouse']::name[] loop
        if to_regnamespace(quote_ident(part)) is null then
            execute format('create schema %I', part);
        end if;
        execute format('alter schema %I owner to bhavhouse_writer', part);
    end loop;
    for relation in
        select oid from pg_class
        where
            relnamespace in ('core'::regnamespace, 'marts'::regnamespace, 'bhavhouse'::regnamespace)
            and relkind in ('r', 'v')
            and relowner <> to_regrole('bhavhouse_writer')
    loop
        execute format('alter table %s owner to bhavhouse_writer', relation);
    end loop;

    grant usage on schema core, marts to bhavhouse_reader;
    grant select on all tables in schema core, marts to bhavhouse_reader;
    alter default privileges for role bhavhouse_writer in schema core, marts
        grant select on tables to bhavhouse_reader;
end $$
