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

-- A person who looks at a month of a large log waits in vain, and holds up nobody.
ALTER ROLE scim_log_reader LOGIN CONNECTION LIMIT 10 PASSWORD :'password';
ALTER ROLE scim_log_reader SET default_transaction_read_only = on;
ALTER ROLE scim_log_reader SET statement_timeout = '15s';

REVOKE ALL ON ALL TABLES IN SCHEMA scim FROM scim_log_reader;
GRANT USAGE ON SCHEMA scim TO scim_log_reader;
GRANT SELECT ON scim.log_line TO scim_log_reader;
GRANT SELECT (id) ON scim.tenant TO scim_log_reader;
