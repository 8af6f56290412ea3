-- From here on the log also tells of requests that were refused, which may be about no resource, and of what was done in Grafana.
ALTER TABLE scim.provisioning_log
    ALTER COLUMN type DROP NOT NULL,
    ALTER COLUMN resource_id DROP NOT NULL,
    ADD COLUMN outcome    text     NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused', 'failed', 'held')),
    ADD COLUMN status     smallint,                        -- what a refused request was answered
    ADD COLUMN detail     text,                            -- why; or what was done in Grafana
    ADD COLUMN changed    text[]   NOT NULL DEFAULT '{}',  -- the attributes that have another value now
    ADD COLUMN new_values jsonb,                           -- the values of those that are neither personal nor secret
    ADD COLUMN added      uuid[]   NOT NULL DEFAULT '{}',  -- members
    ADD COLUMN removed    uuid[]   NOT NULL DEFAULT '{}',
    ADD COLUMN keys       uuid[]   NOT NULL DEFAULT '{}';  -- the resource, and what scim.log_key makes of its names

UPDATE scim.provisioning_log
SET keys = ARRAY[resource_id];

-- A name to search the log by, also when the resource is gone: not the name itself, which is personal.
-- STABLE, not IMMUTABLE, as convert_to is; only then is it put into the statement that calls it.
CREATE FUNCTION scim.log_key(tenant_id text, kind text, value text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(substr(sha256(convert_to(tenant_id || E'\n' || kind || E'\n' || value, 'UTF8')), 1, 16), 'hex')::uuid;

-- All that happened to a resource, and whatever it was put into or taken out of.
CREATE INDEX provisioning_log_about ON scim.provisioning_log USING gin ((keys || added || removed)) WITH (gin_pending_list_limit = 512);

DROP INDEX scim.provisioning_log_resource;
