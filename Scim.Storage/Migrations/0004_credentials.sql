-- OAuth 2.0 clients (RFC 6749 section 2). The id is the client_id.
CREATE TABLE scim.client (
    id              uuid             PRIMARY KEY,
    tenant_id       text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    name            text             NOT NULL,
    scope           text             NOT NULL CHECK (scope IN ('scim', 'scim.read')),
    token_lifetime  interval         NOT NULL CHECK (token_lifetime BETWEEN interval '1 hour' AND interval '6 hours'),
    created         timestamptz      NOT NULL DEFAULT now(),
    revoked         timestamptz
);

CREATE INDEX client_tenant ON scim.client (tenant_id, id);

-- What a client shows who it is with; several at a time, so that one can take the place of another.
CREATE TABLE scim.client_credential (
    id         uuid        PRIMARY KEY,
    client_id  uuid        NOT NULL REFERENCES scim.client,
    kind       text        NOT NULL CHECK (kind IN ('secret', 'key', 'federated')),
    hash       bytea,                    -- of a secret: its SHA-256
    jwk        jsonb,                    -- of a private key: its public half (RFC 7517)
    issuer     text,                     -- of another provider's token: whose, for whom, about whom
    audience   text,
    subject    text,
    created    timestamptz NOT NULL DEFAULT now(),
    expires    timestamptz,
    last_used  timestamptz,
    revoked    timestamptz,
    CHECK ((kind = 'secret') = (hash IS NOT NULL)),
    CHECK ((kind = 'key') = (jwk IS NOT NULL)),
    CHECK ((kind = 'federated') = (issuer IS NOT NULL AND audience IS NOT NULL AND subject IS NOT NULL))
);

CREATE INDEX client_credential_client ON scim.client_credential (client_id, id);

-- Assertions that are good for one use (RFC 7523 section 3), until they expire by themselves.
CREATE TABLE scim.used_assertion (
    client_id uuid        NOT NULL REFERENCES scim.client,
    hash      bytea       NOT NULL,      -- SHA-256 of issuer and jti
    expires   timestamptz NOT NULL,
    PRIMARY KEY (client_id, hash)
);

CREATE INDEX used_assertion_expires ON scim.used_assertion (expires);

-- An access token is a token that a client was given.
ALTER TABLE scim.token
    ADD COLUMN scope text NOT NULL DEFAULT 'scim' CHECK (scope IN ('scim', 'scim.read')),
    ADD COLUMN client_id uuid REFERENCES scim.client;

-- Access tokens are many and end soon; those that ended are deleted as others are given out.
CREATE INDEX token_expires ON scim.token (expires) WHERE client_id IS NOT NULL;
