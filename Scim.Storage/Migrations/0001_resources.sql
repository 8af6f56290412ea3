-- Substring search over search_text. A trusted extension: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA scim;

CREATE TABLE scim.tenant (
    id      text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    created timestamptz NOT NULL DEFAULT now()
);

INSERT INTO scim.tenant (id) VALUES ('default');

CREATE TABLE scim.resource (
    tenant_id     text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    id            uuid             NOT NULL,
    type          text COLLATE "C" NOT NULL,
    unique_key    text COLLATE "C",              -- userName or displayName, prepared for comparison
    external_id   text COLLATE "C",              -- externalId, prepared for comparison
    display       text COLLATE "C",              -- what a group shows of a member, and a user of a group
    version       bigint           NOT NULL DEFAULT 1,
    created       timestamptz      NOT NULL,
    last_modified timestamptz      NOT NULL,
    doc           json             NOT NULL,     -- what clients see, in their order, less what is derived
    search        jsonb            NOT NULL,     -- the same, prepared for filters
    search_text   text COLLATE "C" NOT NULL,     -- the strings of search, one a line
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT resource_unique_key UNIQUE (tenant_id, type, unique_key)
)
-- Room on each page, so that a change of version alone touches no index (HOT).
WITH (fillfactor = 85);

CREATE INDEX resource_type_id ON scim.resource (tenant_id, type, id);

CREATE INDEX resource_external_id ON scim.resource (tenant_id, type, external_id) WHERE external_id IS NOT NULL;

-- A long pending list makes every search read it from end to end.
CREATE INDEX resource_search ON scim.resource USING gin (search jsonb_path_ops) WITH (gin_pending_list_limit = 512);

CREATE INDEX resource_search_text ON scim.resource USING gin (search_text gin_trgm_ops) WITH (gin_pending_list_limit = 512);

CREATE TABLE scim.membership (
    tenant_id   text COLLATE "C" NOT NULL,
    group_id    uuid             NOT NULL,
    member_id   uuid             NOT NULL,
    member_type text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, group_id, member_id),
    -- No ON DELETE CASCADE: the groups of a deleted member must get a new version.
    FOREIGN KEY (tenant_id, group_id) REFERENCES scim.resource,
    FOREIGN KEY (tenant_id, member_id) REFERENCES scim.resource
);

CREATE INDEX membership_member ON scim.membership (tenant_id, member_id, group_id);

CREATE TABLE scim.token (
    id        uuid             PRIMARY KEY,
    tenant_id text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    name      text             NOT NULL,
    hash      bytea            NOT NULL UNIQUE,  -- SHA-256; the token itself is nowhere
    created   timestamptz      NOT NULL DEFAULT now(),
    expires   timestamptz,
    last_used timestamptz,
    revoked   timestamptz
);

-- One row for each change, written in its transaction.
CREATE TABLE scim.provisioning_log (
    tenant_id      text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    id             uuid             NOT NULL,
    at             timestamptz      NOT NULL DEFAULT now(),
    operation      text             NOT NULL,
    type           text COLLATE "C" NOT NULL,
    resource_id    uuid             NOT NULL,
    version        bigint,
    credential     text,
    correlation_id text,
    ignored        text[]           NOT NULL DEFAULT '{}', -- names that no schema has, member ids that no resource has
    PRIMARY KEY (tenant_id, id)
);

CREATE INDEX provisioning_log_resource ON scim.provisioning_log (tenant_id, resource_id, id);
