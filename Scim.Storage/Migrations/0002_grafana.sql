-- One row for each tenant that a connector brings to Grafana. Only their changes are marked as due.
CREATE TABLE scim.grafana_tenant (
    tenant_id         text COLLATE "C" PRIMARY KEY REFERENCES scim.tenant,
    org_id            bigint           NOT NULL,
    roles_from_groups boolean          NOT NULL,              -- a change of members can change the members' roles
    next_pass         timestamptz      NOT NULL DEFAULT now(),
    last_pass         timestamptz,
    checked           timestamptz,                            -- when a connector last looked whether it may do its work
    problem           text                                    -- why it may not
);

-- What Grafana may not show as it should be. Rows outlive their resources, so there is no foreign key.
CREATE TABLE scim.grafana_due (
    tenant_id     text COLLATE "C" NOT NULL,
    resource_id   uuid             NOT NULL,
    type          text COLLATE "C" NOT NULL,
    generation    bigint           NOT NULL DEFAULT 1,        -- raised by every mark: work that began before one does not settle it
    thorough      boolean          NOT NULL DEFAULT FALSE,    -- look at Grafana even where nothing has changed since
    marked        timestamptz      NOT NULL DEFAULT now(),
    claim         uuid,
    claimed_until timestamptz,
    attempts      integer          NOT NULL DEFAULT 0,
    next_attempt  timestamptz      NOT NULL DEFAULT now(),    -- infinity while held
    last_error    text,
    held_since    timestamptz,                                -- by the brake on mass deprovisioning
    released      boolean          NOT NULL DEFAULT FALSE,    -- a person has let it pass the brake
    PRIMARY KEY (tenant_id, resource_id)
)
WITH (fillfactor = 70);

CREATE INDEX grafana_due_next ON scim.grafana_due (type, next_attempt);

-- What in Grafana is managed from here, and as what it was last left there. A deleted user's row stays, so that the account stays closed.
CREATE TABLE scim.grafana_link (
    tenant_id    text COLLATE "C" NOT NULL REFERENCES scim.tenant,
    resource_id  uuid             NOT NULL,
    kind         text COLLATE "C" NOT NULL CHECK (kind IN ('user', 'team')),
    grafana_id   bigint,                                      -- null while it is being made
    uid          text,
    origin       text             NOT NULL CHECK (origin IN ('created', 'adopted')),
    last_applied jsonb            NOT NULL DEFAULT '{}',
    has_access   boolean          NOT NULL DEFAULT FALSE,     -- the account is open and in the organisation
    access_ended timestamptz,                                 -- when access was taken, unless a person had released it
    created      timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, resource_id)
);

CREATE UNIQUE INDEX grafana_link_object ON scim.grafana_link (kind, grafana_id, tenant_id);

CREATE INDEX grafana_link_ended ON scim.grafana_link (tenant_id, access_ended) WHERE access_ended IS NOT NULL;

-- Members that were put into teams from here. All other members were added by hand.
CREATE TABLE scim.grafana_member (
    tenant_id text COLLATE "C" NOT NULL,
    group_id  uuid             NOT NULL,
    user_id   bigint           NOT NULL,
    PRIMARY KEY (tenant_id, group_id, user_id)
);

CREATE INDEX grafana_member_user ON scim.grafana_member (tenant_id, user_id);
