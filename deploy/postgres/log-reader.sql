-- Makes the role by which Grafana reads the provisioning log, or sets its password and rights anew. It may read what the panels need and nothing else.
-- Every user of Grafana who may see a data source may send it any statement.
--
--   LOG_READER_PASSWORD=… psql --set=ON_ERROR_STOP=1 --file=deploy/postgres/log-reader.sql "host=… user=… dbname=scim"
--
-- By the owner of the tables, who may make roles too, after the service or "migrate" has made the tables. psql 15 or later.
\getenv password LOG_READER_PASSWORD

DO $$
BEGIN
    -- Roles belong to the whole server, and others may make this one at the same time.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'scim_log_reader') THEN
        CREATE ROLE scim_log_reader;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;

-- A person who looks at a month of a large log waits in vain, and holds up nobody. The two settings are what a session begins with, and a statement may set
-- them otherwise; so what must not be done is taken away below, and there are never more than ten sessions.
ALTER ROLE scim_log_reader LOGIN CONNECTION LIMIT 10 PASSWORD :'password';
ALTER ROLE scim_log_reader SET default_transaction_read_only = on;
ALTER ROLE scim_log_reader SET statement_timeout = '15s';

REVOKE ALL ON ALL TABLES IN SCHEMA scim FROM scim_log_reader;
GRANT USAGE ON SCHEMA scim TO scim_log_reader;
GRANT SELECT ON scim.log_line TO scim_log_reader;
GRANT SELECT (id) ON scim.tenant TO scim_log_reader;

-- Everybody may make temporary tables, and the service makes none. Nothing happens where whoever runs this does not own the database.
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'Only the owner of the database may take temporary tables from everybody.';
END
$$;

-- Large objects fill the disk, and advisory locks are what replicas that start together wait for. PostgreSQL gives both to everybody; only a superuser can
-- take them away, in this database alone. Roles that write the service's tables keep them.
DO $$
DECLARE
    called regprocedure;
    writer name;
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE NOTICE 'Only a superuser may take large objects and advisory locks from everybody.';
        RETURN;
    END IF;

    FOR called IN
        SELECT p.oid
        FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^(lo_|lowrite$|loread$|pg_(try_)?advisory_)'
          AND has_function_privilege('public', p.oid, 'EXECUTE')
    LOOP
        FOR writer IN SELECT rolname FROM pg_roles WHERE NOT rolsuper AND has_table_privilege(rolname, 'scim.provisioning_log', 'INSERT') LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', called, writer);
        END LOOP;
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', called);
    END LOOP;
END
$$;
