-- The log for people at a dashboard, whom a role that may read nothing else stands for (deploy/postgres/log-reader.sql). It has no values of attributes, which
-- Scim__LoggedValues may make personal, no hashes of names, and no names but those of groups, which Grafana shows as those of teams.
CREATE VIEW scim.log_line AS
SELECT l.tenant_id, l.id, l.at, l.operation, l.outcome, l.type, l.resource_id, r.display AS group_name, l.version, l.credential, l.correlation_id, l.status,
       l.detail, l.changed, cardinality(l.added) AS added, cardinality(l.removed) AS removed
FROM scim.provisioning_log l
LEFT JOIN scim.resource r ON l.type = 'Group' AND r.type = 'Group' AND r.tenant_id = l.tenant_id AND r.id = l.resource_id;

-- The lowest id that a row of that millisecond, or a later one, can have: the index of ids serves for spans of time too.
CREATE FUNCTION scim.log_id_at(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;
