-- From here on the log also tells of requests that were refused, which may be about no resource, and of what was done in Grafana.
-- Nothing here reads or writes the rows that there are, but for the index.
ALTER TABLE scim.provisioning_log
    ALTER COLUMN type DROP NOT NULL,
    ALTER COLUMN resource_id DROP NOT NULL,
    ALTER COLUMN at SET DEFAULT clock_timestamp(),
    ADD COLUMN outcome    text     NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused', 'failed', 'held')),
    ADD COLUMN status     smallint,                        -- what a refused request was answered
    ADD COLUMN detail     text,                            -- why; or what was done in Grafana
    ADD COLUMN changed    text[]   NOT NULL DEFAULT '{}',  -- the attributes that have another value now
    ADD COLUMN new_values jsonb,                           -- the values of those that are neither personal nor secret
    ADD COLUMN added      uuid[]   NOT NULL DEFAULT '{}',  -- members
    ADD COLUMN removed    uuid[]   NOT NULL DEFAULT '{}',
    ADD COLUMN keys       uuid[]   NOT NULL DEFAULT '{}';  -- what scim.log_key makes of the names of the resource

-- A name to search the log by, also when the resource is gone: not the name itself, which is personal.
-- STABLE, not IMMUTABLE, as convert_to is; only then is it put into the statement that calls it.
CREATE FUNCTION scim.log_key(tenant_id text, kind text, value text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(substr(sha256(convert_to(tenant_id || E'\n' || kind || E'\n' || value, 'UTF8')), 1, 16), 'hex')::uuid;

-- A UUID of version 7 with microseconds in rand_a (RFC 9562 section 6.2, method 3). Called behind the locks of a change, it puts rows into the order
-- in which the changes took place.
CREATE FUNCTION scim.log_id() RETURNS uuid
LANGUAGE plpgsql VOLATILE PARALLEL SAFE
AS $$
DECLARE
    micros bigint := extract(epoch FROM clock_timestamp()) * 1000000;
    millis text := lpad(to_hex(micros / 1000), 12, '0');
BEGIN
    RETURN (left(millis, 8) || '-' || right(millis, 4) || '-7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0') || right(gen_random_uuid()::text, 18))::uuid;
END
$$;

-- All that happened to a resource, and whatever it was put into or taken out of.
CREATE INDEX provisioning_log_about ON scim.provisioning_log USING gin (array_append(keys || added || removed, resource_id)) WITH (gin_pending_list_limit = 512);

DROP INDEX scim.provisioning_log_resource;
