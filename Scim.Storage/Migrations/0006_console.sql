-- A third scope of tokens: those that sign a person in to the console.
ALTER TABLE scim.token DROP CONSTRAINT token_scope_check;
ALTER TABLE scim.token ADD CONSTRAINT token_scope_check CHECK (scope IN ('scim', 'scim.read', 'scim.admin'));

-- Who is signed in to the console. A session ends with the token that it was opened with.
CREATE TABLE scim.console_session (
    tenant_id       text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    hash            bytea            NOT NULL,               -- SHA-256 of the secret in the cookie
    credential_hash bytea            NOT NULL,               -- SHA-256 of the token, as in scim.token; of the bootstrap token, which is in no table
    created         timestamptz      NOT NULL DEFAULT now(),
    last_used       timestamptz      NOT NULL DEFAULT now(), -- to the minute
    expires         timestamptz      NOT NULL,
    PRIMARY KEY (tenant_id, hash)
);

-- What was refused lately, which is little of the log.
CREATE INDEX provisioning_log_refused ON scim.provisioning_log (tenant_id, id) WHERE outcome IN ('refused', 'failed');

-- The tokens of a tenant, in the order in which they were made.
CREATE INDEX token_tenant ON scim.token (tenant_id, id);
