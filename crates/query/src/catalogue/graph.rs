//! Tables computed from the graph in memory.

use super::{Column, Rows, Table, column};
use crate::schema::ColumnType::{Count, Flag, Json, Labels, Moment, Text, Texts, Word};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "access_path",
        about: "Ways from an identity to a resource, one row a way; computed when asked. \
                `identity = '…'` and `resource = '…'` match name, alias or id.",
        columns: ACCESS_PATH,
        rows: Rows::Graph,
    },
    Table {
        name: "identities",
        about: "People, service apps and API tokens, with the number of things each reaches.",
        columns: IDENTITIES,
        rows: Rows::Graph,
    },
    Table {
        name: "nodes",
        about: "Everything in the graph: identities, groups, actions, resources, credentials, the organization.",
        columns: NODES,
        rows: Rows::Graph,
    },
    Table {
        name: "edges",
        about: "Links between nodes: facts read from Okta, and derived ones with the facts that made them. What a role allows over everybody is an edge to each; where these would be more than a million, name one end.",
        columns: EDGES,
        rows: Rows::Graph,
    },
    Table {
        name: "snapshots",
        about: "The whole scans that are kept; ask any of them with FOR SYSTEM_TIME AS OF.",
        columns: SNAPSHOTS,
        rows: Rows::Engine,
    },
    Table {
        name: "portolan_columns",
        about: "Every column of every table, with its type and meaning.",
        columns: COLUMNS,
        rows: Rows::Engine,
    },
];

const ACCESS_PATH: &[Column] = &[
    column(
        "identity",
        Text,
        "Name of who has the access; compare with a name, an alias or an id",
    ),
    column(
        "identity_id",
        Text,
        "Id of the identity's node; compare with it or with the id in Okta",
    ),
    column(
        "identity_kind",
        Word,
        "Kind of the identity's node: identity or credential",
    ),
    column("identity_labels", Labels, "Labels of the identity"),
    column(
        "resource",
        Text,
        "Name of what is reached; compare with a name, an alias or an id. Groups are resources too",
    ),
    column(
        "resource_id",
        Text,
        "Id of the resource's node; compare with it or with the id in Okta",
    ),
    column(
        "resource_kind",
        Word,
        "Kind of the resource's node: resource, identity_group, organization, credential, …",
    ),
    column("resource_labels", Labels, "Labels of the resource"),
    column(
        "sub_resource",
        Text,
        "Part of the resource; Okta has none, so always NULL",
    ),
    column(
        "identity_group",
        Texts,
        "Names of the groups on the way, nearest the identity first",
    ),
    column("resource_group", Texts, "Names of the resource sets on the way"),
    column(
        "action",
        Text,
        "What may be done: member, access, an administrator role, an OAuth scope, owns",
    ),
    column(
        "action_type",
        Word,
        "Sort of action: membership, assignment, admin_role, oauth_scope, credential, …",
    ),
    column(
        "kind",
        Word,
        "ALLOWED; there is no DENIED yet, since Okta's own links only allow",
    ),
    column(
        "level",
        Word,
        "standing; there is no temporary, requestable or denied access yet: it comes with access lists and requests",
    ),
    column(
        "temporary",
        Flag,
        "Whether the access ends by itself; false while requests are not collected",
    ),
    column(
        "expires",
        Moment,
        "When it ends, if it does; NULL while requests are not collected",
    ),
    column(
        "path",
        Texts,
        "Ids of the nodes on the way, from the identity to the resource",
    ),
    column(
        "grantors",
        Texts,
        "What gives the access, in the order of the way: what made the group membership (a rule that may have, an import, a direct one), then the group that has the app or role; or what gives it without a group. Taking one away ends it",
    ),
    column(
        "standing_privileges",
        Count,
        "How many distinct resources the identity reaches with standing access",
    ),
    column(
        "source",
        Word,
        "System the access is from: OKTA; compared without regard to case",
    ),
    column("org", Word, "Address of the organization"),
    column(
        "last_used",
        Moment,
        "When a person last opened the app they are assigned, from the sign-ins of the System Log; NULL where nothing is known: no such sign-in was collected, other kinds of access, past moments",
    ),
    column(
        "used_90d",
        Flag,
        "Whether that was within the last 90 days; NULL where nothing is known, so also where the last 90 days were not collected",
    ),
    column(
        "identity_sub_kind",
        Word,
        "Exact sort of identity: okta_user, service_app, api_token",
    ),
    column(
        "resource_sub_kind",
        Word,
        "Exact sort of resource: okta_app, okta_group, okta_org, …",
    ),
    column(
        "effective",
        Flag,
        "Whether it can be used: a service app needs both a role and an OAuth scope; a person who is suspended, not activated yet or deactivated cannot sign in",
    ),
];

const IDENTITIES: &[Column] = &[
    column("id", Text, "Id of the node"),
    column(
        "name",
        Text,
        "Login, or label of the service app, or name of the token",
    ),
    column("sub_kind", Word, "okta_user, service_app or api_token"),
    column("labels", Labels, "Labels of the node"),
    column(
        "standing_privileges",
        Count,
        "How many distinct resources it reaches with standing access",
    ),
    column("source", Word, "System it is from: OKTA"),
    column("org", Word, "Address of the organization"),
];

const NODES: &[Column] = &[
    column("id", Text, "Id: okta/{organization}/{id in Okta}"),
    column("native_id", Text, "Id in Okta; of a standard role its type"),
    column(
        "kind",
        Word,
        "identity, identity_group, action, resource_group, resource, credential or organization",
    ),
    column(
        "sub_kind",
        Word,
        "Exact sort of thing, for example okta_user, service_app, okta_group, okta_app",
    ),
    column(
        "name",
        Text,
        "Login of a person, name of a group, label of an app or role",
    ),
    column(
        "alias",
        Texts,
        "Other names it is found by: display name, email, id in Okta, …",
    ),
    column("labels", Labels, "Labels"),
    column("properties", Json, "What else is known, by kind of node"),
    column(
        "traits",
        Json,
        "Traits of people: `okta/<field>` for each field of the profile, with a list of texts",
    ),
    column("source", Word, "System it is from: OKTA"),
    column("org", Word, "Address of the organization"),
    column("created", Moment, "When it was created in Okta"),
];

const EDGES: &[Column] = &[
    column("from_id", Text, "Id of the node it begins at"),
    column("from_name", Text, "Name of that node"),
    column("from_kind", Word, "Kind of that node"),
    column("to_id", Text, "Id of the node it ends at"),
    column("to_name", Text, "Name of that node"),
    column("to_kind", Word, "Kind of that node"),
    column(
        "edge_type",
        Word,
        "What it says, for example member_of, assigned_to, has_role",
    ),
    column(
        "layer",
        Word,
        "fact: read from Okta; derived: concluded from facts",
    ),
    column("rule", Word, "Rule that derived it"),
    column(
        "traversable",
        Flag,
        "Whether an attacker who holds its beginning gets to its end",
    ),
    column(
        "cost",
        Count,
        "How many steps it counts in a search for the shortest way",
    ),
    column(
        "because",
        Texts,
        "The facts that a derived edge was concluded from",
    ),
    column("explanation", Text, "What it means, in a sentence"),
    column("abuse", Text, "How it could be abused"),
    column("fix", Text, "How it is taken away"),
    column("source", Word, "System it is from: OKTA"),
    column("org", Word, "Address of the organization"),
];

const SNAPSHOTS: &[Column] = &[
    column("id", Text, "Id of the snapshot"),
    column("taken_at", Moment, "When its scan began"),
    column(
        "is_current",
        Flag,
        "Whether queries read it when they name no other",
    ),
    column("users", Count, "People in it"),
    column("groups", Count, "Groups in it"),
    column("apps", Count, "Apps in it"),
    column("memberships", Count, "Group memberships in it"),
    column("org", Text, "Address of the organization"),
];

const COLUMNS: &[Column] = &[
    column("table", Text, "Name of the table"),
    column("column", Text, "Name of the column"),
    column("position", Count, "Place of the column in its table, from 1"),
    column("type", Text, "Its SQL type"),
    column("meaning", Text, "What it means"),
];
