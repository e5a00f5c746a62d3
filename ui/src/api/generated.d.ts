// Generated from openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, newest first. */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/blast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that whoever holds this node can come to control. */
        get: operations["blast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Access gained and lost between two snapshots. */
        get: operations["diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/explore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes, edges and folds around some nodes. */
        get: operations["explore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shortest way from one node to another, step by step. */
        get: operations["path"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/subgraph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draws given nodes and the edges among them, for example those of an SQL result. */
        post: operations["subgraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first page. */
        get: operations["home"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All integrations. */
        get: operations["integrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The integration: state, settings, last scan. Credentials are never shown. */
        get: operations["integration"];
        put?: never;
        /** Connects an organization: checks address and credential, seals the credential, starts the first scan. */
        post: operations["integration_install"];
        /**
         * Disconnects an organization: its scan stops, its credential is destroyed, and nothing is shown of it any more.
         *     Snapshots that are kept are shown again when it is connected again.
         */
        delete: operations["integration_delete"];
        options?: never;
        head?: never;
        /** Changes settings or credential; what is left out stays. */
        patch: operations["integration_edit"];
        trace?: never;
    };
    "/api/v1/integrations/okta/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a draft, or (with an empty object) the installed credential, endpoint by endpoint. */
        post: operations["integration_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells, or removes, what disconnected organizations left behind. Refused while an organization is connected, so
         *     that cleaning up can never be what takes somebody's access away.
         */
        post: operations["integration_cleanup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events named `progress`; the data is a `ProgressView`. The first comes at once. */
        get: operations["integration_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/jwks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public halves of the keys made here, for Okta to fetch. Public on purpose: it holds no secret. */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys made here, newest first. */
        get: operations["keys"];
        put?: never;
        /** Makes a key. The old ones stay until they are deleted, so that Okta can learn the new one first. */
        post: operations["key_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Destroys a key. One that the integration signs with is refused. */
        delete: operations["key_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts a scan now; a running one goes on. */
        post: operations["integration_scan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes, by page. */
        get: operations["nodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A node with its properties and the first rows of its lists. */
        get: operations["node"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Access paths from or to a node. */
        get: operations["access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Edges of a node, folded by type and direction; with `edge` and `direction` also a page of them. */
        get: operations["connections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The object as Okta sent it, from the snapshot, without credentials. */
        get: operations["node_raw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs one `SELECT`. With `Accept: application/x-ndjson` or `text/csv` the rows are streamed in that form. */
        post: operations["query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready questions, which run as they are. */
        get: operations["query_examples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tables, columns and functions with their meanings. */
        get: operations["query_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Cancels a running query of your own. */
        delete: operations["query_cancel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search over names and aliases of every node. */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. Answers 200 also when nobody is. */
        get: operations["session"];
        put?: never;
        /** Signs in; sets the session cookie. */
        post: operations["sign_in"];
        /** Signs out; ends the session on the server and clears the cookie. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes an administrator from a one-time link and signs them in. */
        post: operations["setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Snapshots, newest first. */
        get: operations["snapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, newest first; never their values. */
        get: operations["tokens"];
        put?: never;
        /** Makes an API token; its value is in this answer and nowhere else. */
        post: operations["token_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes an API token. */
        delete: operations["token_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Which end of the path the node is.
         * @enum {string}
         */
        AccessDirection: "from" | "to";
        /** @description A page of access paths of one node. */
        AccessPage: {
            /** @description `from`: what the node can reach. `to`: who can reach the node. */
            direction: components["schemas"]["AccessDirection"];
            /**
             * Format: int64
             * @description Distinct resources (`from`) or identities (`to`) on all pages.
             */
            distinct: number;
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /** @description The ways. */
            rows: components["schemas"]["AccessRow"][];
            /** @description The snapshot. */
            snapshot: components["schemas"]["SnapshotRef"];
            /** @description The same question in SQL. */
            sql: string;
            /**
             * Format: int64
             * @description Ways on all pages.
             */
            total: number;
        };
        /** @description One way. */
        AccessRow: {
            /** @description What they can do there: `access`, `member`, label of a role, an OAuth scope, `owns`. */
            action: string;
            /** @description `assignment`, `membership`, `admin_role`, `oauth_scope`, `credential`. */
            action_type: string;
            /** @description Who. */
            identity: components["schemas"]["NodeRef"];
            /** @description `ALLOWED` or `DENIED`. */
            kind: string;
            /** @description `standing`, `temporary`, `requestable`. */
            level: string;
            /** @description From identity to resource, both included. */
            path: components["schemas"]["PathNode"][];
            /** @description What. */
            resource: components["schemas"]["NodeRef"];
            /** @description One sentence: why. */
            why: string;
        };
        /** @description Something that was done to this server. */
        AuditEntryView: {
            /** @description `session.create`, `integration.install`, `token.create`, … */
            action: string;
            /** @description Who, or `anonymous`, or `system`. */
            actor: string;
            /** @description RFC 3339. */
            at: string;
            /** @description More words; never a secret. */
            detail?: string | null;
            /**
             * Format: int64
             * @description Grows with every entry.
             */
            id: number;
            /** @description `success` or `failure`. */
            outcome: string;
            /** @description On what. */
            target?: string | null;
        };
        /** @description A page of the audit log, newest first. */
        AuditPage: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditEntryView"][];
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
        };
        /**
         * @description Ways to sign in to Okta.
         * @enum {string}
         */
        AuthKind: "api_token" | "service_app";
        /** @description How the server signs in to Okta, without the credential. */
        AuthView: {
            /** @description Client id of the service app. */
            client_id?: string | null;
            /** @description Id of the key it signs with, where it is known. */
            key_id?: string | null;
            /** @description Which way. */
            kind: components["schemas"]["AuthKind"];
        };
        /** @description Reached nodes of one kind. */
        BlastCount: {
            /** @description Kind. */
            kind: components["schemas"]["KindWord"];
            /**
             * Format: int64
             * @description Of how many there are.
             */
            of: number;
            /**
             * Format: int64
             * @description How many are reached.
             */
            reached: number;
            /** @description Kind in Okta's words. */
            sub_kind: string;
        };
        /** @description One reached node. */
        BlastRow: {
            /**
             * Format: int32
             * @description Steps from the start.
             */
            distance: number;
            /** @description The last step's edge. */
            edge: string;
            /** @description The last step in words. */
            explanation: string;
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /** @description The node before it on a shortest way. */
            through: components["schemas"]["NodeRef"];
        };
        /** @description All that a node can come to control. */
        BlastView: {
            /** @description Whether Okta's barriers were taken as absent. */
            assume_worst: boolean;
            /** @description The same by kind. */
            by_kind: components["schemas"]["BlastCount"][];
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description Start. */
            node: components["schemas"]["NodeRef"];
            /** @description Whether the organization itself is reached: everything is lost. */
            reaches_organization: boolean;
            /** @description Nearest first. */
            rows: components["schemas"]["BlastRow"][];
            /** @description The snapshot. */
            snapshot: components["schemas"]["SnapshotRef"];
            /**
             * Format: int64
             * @description Nodes reached, without the start.
             */
            total: number;
        };
        /** @description One of Okta's rate limits, as its last answer told. */
        BudgetRow: {
            /** @description The endpoints that share it: `users`, `groups`, `logs`, … */
            bucket: string;
            /**
             * Format: int32
             * @description Requests a minute that Okta allows to all its callers; `null` when it told none.
             */
            limit?: number | null;
            /**
             * Format: int64
             * @description Requests of the last scan that Okta refused for their number (429).
             */
            limited: number;
            /**
             * Format: int32
             * @description Requests that others sent in that minute, as far as Okta's headers show it.
             */
            others: number;
            /**
             * Format: int32
             * @description Requests that we sent in that minute.
             */
            ours: number;
            /**
             * Format: int32
             * @description Requests that were left of the minute.
             */
            remaining?: number | null;
            /**
             * Format: int64
             * @description Requests that we sent in the last scan.
             */
            requests: number;
        };
        /** @description A query was cancelled. */
        CancelledView: {
            /** @description False when it had ended before. */
            cancelled: boolean;
            /** @description Its name. */
            id: string;
        };
        /**
         * @description Came or went.
         * @enum {string}
         */
        ChangeWord: "gained" | "lost";
        /** @description What is to be checked: a draft, or (empty) the installed integration. */
        CheckRequest: {
            credential?: components["schemas"]["CredentialInput"] | null;
            /** @description The organization's address. */
            org_url?: string | null;
        };
        /** @description One endpoint. */
        CheckRow: {
            /** @description The class it feeds. */
            class: string;
            /** @description The endpoint, for example `GET /api/v1/users`. */
            endpoint: string;
            /** @description For people. */
            label: string;
            /** @description What it said and what to do. */
            message?: string | null;
            /** @description Whether it answered. */
            ok: boolean;
        };
        /** @description What a credential may do, endpoint by endpoint. */
        CheckView: {
            /** @description One an endpoint. */
            endpoints: components["schemas"]["CheckRow"][];
            /** @description Warnings: the token's owner may change things, … */
            notices: components["schemas"]["Notice"][];
            /** @description Name of the organization, when it answered. */
            org_name?: string | null;
            /** @description One sentence. */
            summary: string;
            /** @description Whether a scan with it makes sense. */
            usable: boolean;
        };
        /** @description How far one class is. */
        ClassProgress: {
            /** @description `users`, `memberships`, … */
            class: string;
            /**
             * Format: int64
             * @description Rows read.
             */
            done: number;
            /** @description For people. */
            label: string;
            /**
             * Format: int64
             * @description Rows (or parents to walk) expected.
             */
            of?: number | null;
            /** @description How it is. */
            state: components["schemas"]["ClassState"];
        };
        /**
         * @description How one class of a scan is.
         * @enum {string}
         */
        ClassState: "waiting" | "running" | "done" | "partial" | "not_read";
        /** @description Whether to remove, or only to tell. */
        CleanupRequest: {
            /**
             * @description Only tell what would be removed; true when left out.
             * @default true
             */
            dry_run: boolean;
        };
        /** @description What was, or would be, removed. */
        CleanupView: {
            /** @description Whether nothing was removed. */
            dry_run: boolean;
            /** @description Keys made here that no integration signs with. */
            keys: string[];
            /** @description Organizations that are not connected and of which snapshots are kept. */
            organizations: components["schemas"]["Leftover"][];
        };
        /** @description One edge, seen from a node. */
        Connection: {
            /** @description Why the edge exists and what it means, for derived edges. */
            derived?: components["schemas"]["DerivedEdge"];
            /** @description What the fact says besides: scope, state, priority. */
            detail?: string;
            /** @description What stands at the other end. */
            node: components["schemas"]["NodeRef"];
        };
        /** @description Edges of one type and direction, folded. */
        ConnectionFold: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description Whether a rule derived the edges from facts. */
            derived: boolean;
            /** @description Direction as seen from the node. */
            direction: components["schemas"]["DirectionWord"];
            /** @description Edge type. */
            edge: string;
            /** @description For people: `members`, `is a member of`, `assigned to`. */
            label: string;
            /** @description Kind of what stands at the other end. */
            other: components["schemas"]["KindWord"];
            /** @description The first few others. */
            sample: components["schemas"]["NodeRef"][];
        };
        /** @description A page of connections. */
        ConnectionPage: {
            /** @description Direction. */
            direction: components["schemas"]["DirectionWord"];
            /** @description Edge type. */
            edge: string;
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description The rows. */
            rows: components["schemas"]["Connection"][];
            /**
             * Format: int64
             * @description Rows on all pages.
             */
            total: number;
        };
        /** @description What surrounds a node: edges folded by type and direction, and one page of one of them when asked for. */
        ConnectionsView: {
            /** @description Every edge type and direction that occurs, with its count. */
            folds: components["schemas"]["ConnectionFold"][];
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            page?: components["schemas"]["ConnectionPage"] | null;
            /** @description The snapshot. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /** @description What a scan read of one class. */
        CoverageRow: {
            /** @description `users`, `memberships`, … */
            class: string;
            /** @description For people. */
            label: string;
            /** @description How. */
            reading: components["schemas"]["ReadingWord"];
            /** @description Why it is not whole, and what to do. */
            reason?: string | null;
            /**
             * Format: int64
             * @description Requests it took.
             */
            requests: number;
            /**
             * Format: int64
             * @description Rows read.
             */
            rows: number;
        };
        /** @description A credential as it comes in. It goes into the vault and never comes out again. */
        CredentialInput: {
            /** @enum {string} */
            kind: "api_token";
            /**
             * Format: password
             * @description The token.
             */
            token: string;
        } | {
            /** @description `0oa…` */
            client_id: string;
            /** @description Key id, when the key does not name one; or which key made here, the newest when left out. */
            key_id?: string | null;
            /** @enum {string} */
            kind: "service_app";
            /**
             * Format: password
             * @description Private key, as JWK or PEM; left out for a key that was made here.
             */
            private_key?: string | null;
            /** @description Scopes to ask for; empty means all that a scan reads. */
            scopes?: string[];
        };
        /** @description What deleting an integration does. */
        DeletedView: {
            /** @description The organization. */
            org_url: string;
            /**
             * Format: int64
             * @description Snapshots that were deleted.
             */
            snapshots_deleted: number;
            /**
             * Format: int64
             * @description Snapshots that were kept (they are deleted with `snapshots=delete`).
             */
            snapshots_kept: number;
        };
        /** @description Why a derived edge exists and what it means. */
        DerivedEdge: {
            /** @description How it could be abused. */
            abuse: string;
            /** @description What of Okta stands in the way, if anything does. */
            barrier?: string | null;
            /** @description Why the edge exists. */
            explanation: string;
            /** @description How to close it. */
            fix: string;
            /** @description Id of the rule. */
            rule: string;
            /** @description Whether an attacker can walk it. */
            traversable: boolean;
        };
        /** @description Changes of one class. */
        DiffCount: {
            /** @description `memberships`, `app_users`, `app_groups`, `roles`, `users`, `groups`, `apps`, … */
            class: string;
            /**
             * Format: int64
             * @description Came.
             */
            gained: number;
            /**
             * Format: int64
             * @description Went.
             */
            lost: number;
        };
        /** @description One change. */
        DiffRow: {
            /** @description Came or went. */
            change: components["schemas"]["ChangeWord"];
            /** @description The class. */
            class: string;
            /** @description Edge type; `null` for a node. */
            edge?: string | null;
            /** @description In words. */
            explanation: string;
            /** @description Who or what; the only node for a node that came or went. */
            from: components["schemas"]["NodeRef"];
            to?: components["schemas"]["NodeRef"] | null;
        };
        /** @description Access gained and lost between two snapshots. */
        DiffView: {
            /** @description The older. */
            from: components["schemas"]["SnapshotRef"];
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description The changes of this page. */
            rows: components["schemas"]["DiffRow"][];
            /** @description Counts of what changed, by class. */
            summary: components["schemas"]["DiffCount"][];
            /** @description The newer. */
            to: components["schemas"]["SnapshotRef"];
            /**
             * Format: int64
             * @description Rows on all pages.
             */
            total: number;
        };
        /**
         * @description Direction of an edge as seen from a node.
         * @enum {string}
         */
        DirectionWord: "out" | "in";
        /** @description Edges of one type in one direction. */
        EdgeRef: {
            /** @description Direction as seen from the node. */
            direction: components["schemas"]["DirectionWord"];
            /** @description Edge type. */
            edge: string;
        };
        /** @description Changes an integration; what is left out stays. */
        EditRequest: {
            credential?: components["schemas"]["CredentialInput"] | null;
            /** @description Whether resources are scanned at all. */
            scan_enabled?: boolean | null;
            /**
             * Format: int32
             * @description Seconds from one scan to the next, 60 to 604800.
             */
            scan_interval_s?: number | null;
            /**
             * Format: int32
             * @description Share of Okta's rate limits that scans may use, 1 to 100.
             */
            share_percent?: number | null;
        };
        /** @description Every answer with a status of 400 or more has this body. */
        ErrorBody: {
            /** @description What went wrong. */
            error: components["schemas"]["ErrorDetail"];
        };
        /** @description What went wrong, and what to do. */
        ErrorDetail: {
            /**
             * @description A stable word, for example `not_found`, `signed_out`, `forbidden`, `bad_request`, `too_many_requests`,
             *     `no_snapshot`, `query`.
             */
            code: string;
            /** @description Which field of the request is wrong. */
            field?: string;
            /** @description What to do about it. */
            hint?: string;
            /** @description One sentence. */
            message: string;
            /** @description Where in the SQL text the mistake is. */
            position?: components["schemas"]["Position"];
        };
        /** @description Ready questions. */
        ExamplesView: {
            /** @description In the order to show them. */
            examples: components["schemas"]["QueryExample"][];
        };
        /** @description An edge of a picture. */
        ExploreEdge: {
            /** @description Whether a rule derived it from facts. */
            derived: boolean;
            /** @description Edge type. */
            edge: string;
            /** @description Id of a node or fold. */
            from: string;
            /** @description For people. */
            label: string;
            /** @description Id of a node or fold. */
            to: string;
        };
        /** @description A node of a picture. */
        ExploreNode: {
            /** @description Where it is drawn. */
            column: components["schemas"]["GraphColumn"];
            /**
             * Format: int64
             * @description Edges it has in the whole graph.
             */
            degree: number;
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /** @description Whether the request named it. */
            seed: boolean;
        };
        /** @description A part of the graph to draw. */
        ExploreView: {
            /** @description Edges between nodes of this answer, or between a node and a fold. */
            edges: components["schemas"]["ExploreEdge"][];
            /** @description Big fans, folded into one mark each; pass its id in `unfold` to see what is inside. */
            folds: components["schemas"]["Fold"][];
            /** @description Whether something was left out because the picture was full; what, in words. */
            left_out?: string | null;
            /** @description Nodes. */
            nodes: components["schemas"]["ExploreNode"][];
            /** @description The snapshot. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /** @description One known thing. */
        Field: {
            /** @description How to show it. */
            format: components["schemas"]["FieldFormat"];
            /** @description Stable word. */
            key: string;
            /** @description For people. */
            label: string;
            /** @description The node it names, if it names one. */
            node?: components["schemas"]["NodeRef"];
            /** @description The value as text; times are RFC 3339. */
            value: string;
        };
        /**
         * @description How to show a value.
         * @enum {string}
         */
        FieldFormat: "text" | "time" | "status" | "code" | "number";
        /** @description Many nodes folded into one mark. */
        Fold: {
            /** @description Text id of the node it hangs on. */
            anchor: string;
            /** @description Where it is drawn. */
            column: components["schemas"]["GraphColumn"];
            /**
             * Format: int64
             * @description How many nodes are inside.
             */
            count: number;
            /** @description Direction as seen from the anchor. */
            direction: components["schemas"]["DirectionWord"];
            /** @description Edge type. */
            edge: string;
            /** @description Opaque id; pass it in `unfold`. */
            id: string;
            /** @description For people: `1,204 members`. */
            label: string;
        };
        /** @description How Okta's System Log is followed between scans. */
        FollowingView: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description Why changes are not taken over between scans. */
            problem?: string | null;
            /** @description When the log was last read to its end, RFC 3339. */
            read_at?: string | null;
            /** @description When a change was last taken over in part, RFC 3339. */
            refreshed_at?: string | null;
        };
        /**
         * @description Pictures run left to right: identity, group, action, resource.
         * @enum {string}
         */
        GraphColumn: "identity" | "group" | "action" | "resource";
        /** @description The first page: the questions one comes with, and whether the answers can be trusted. */
        HomeView: {
            /** @description Nodes by kind. */
            counts: components["schemas"]["KindCount"][];
            /** @description What the scan read of every class, and why not more. */
            coverage: components["schemas"]["CoverageRow"][];
            integration?: components["schemas"]["IntegrationView"] | null;
            /** @description What needs attention. */
            notices: components["schemas"]["Notice"][];
            /** @description The questions, each with its answer in one number and one click. */
            questions: components["schemas"]["Question"][];
            snapshot?: components["schemas"]["SnapshotRef"] | null;
            /** @description Identities with the most standing privileges. */
            top_standing: components["schemas"]["StandingRow"][];
        };
        /** @description Connects an organization. */
        InstallRequest: {
            /** @description How to sign in. */
            credential: components["schemas"]["CredentialInput"];
            /** @description `https://acme.okta.com`, or the bare host name. */
            org_url: string;
            /** @description Settings; what is left out has its default. */
            settings?: components["schemas"]["IntegrationSettings"];
            /** @description Install even when the check fails. */
            skip_check?: boolean;
        };
        /** @description All integrations. */
        IntegrationList: {
            /** @description One an organization. */
            integrations: components["schemas"]["IntegrationView"][];
        };
        /** @description What the administrator can set. */
        IntegrationSettings: {
            /**
             * @description Whether resources are scanned at all.
             * @default true
             */
            scan_enabled: boolean;
            /**
             * Format: int32
             * @description Seconds from one scan to the next, 60 to 604800.
             * @default 1800
             */
            scan_interval_s: number;
            /**
             * Format: int32
             * @description Share of Okta's rate limits that scans may use, 1 to 100.
             * @default 50
             */
            share_percent: number;
        };
        /**
         * @description How an integration is.
         * @enum {string}
         */
        IntegrationState: "waiting" | "scanning" | "healthy" | "incomplete" | "failing" | "paused";
        /** @description A connected organization. Credentials are never shown. */
        IntegrationView: {
            /** @description How the server signs in to Okta. */
            auth: components["schemas"]["AuthView"];
            /** @description What is left of Okta's limits, as its last answers told. */
            budget: components["schemas"]["BudgetRow"][];
            /** @description What was read of every class, in the last whole snapshot. */
            coverage: components["schemas"]["CoverageRow"][];
            /** @description When it was installed, RFC 3339. */
            created_at: string;
            following?: components["schemas"]["FollowingView"] | null;
            /** @description `okta`. */
            kind: string;
            /** @description When the next scan starts by itself, RFC 3339. */
            next_scan_at?: string | null;
            /** @description What needs attention. */
            notices: components["schemas"]["Notice"][];
            /** @description For example `https://acme.okta.com`. */
            org_url: string;
            scan?: components["schemas"]["ScanView"] | null;
            /** @description What the administrator set. */
            settings: components["schemas"]["IntegrationSettings"];
            snapshot?: components["schemas"]["SnapshotRef"] | null;
            /** @description How it is. */
            state: components["schemas"]["IntegrationState"];
            /** @description How it is, in one sentence. */
            summary: string;
        };
        /** @description Public keys, as Okta fetches them (RFC 7517 section 5). */
        Jwks: {
            /** @description One JWK a key. */
            keys: Record<string, never>[];
        };
        /** @description Keys made here. Private halves are never shown. */
        KeyList: {
            /**
             * @description Address of the public halves as JWKS (RFC 7517), for "Use a URL to fetch keys dynamically" in Okta. Okta must
             *     be able to reach it over https.
             */
            jwks_url: string;
            /** @description Newest first. */
            keys: components["schemas"]["KeyView"][];
        };
        /** @description One key. */
        KeyView: {
            /** @description `ES256` or `RS256`. */
            algorithm: string;
            /** @description RFC 3339. */
            created_at: string;
            /** @description Whether the installed credential signs with it. */
            in_use: boolean;
            /** @description Key id (`kid`). */
            kid: string;
            /** @description The public half as JWK, to paste in Okta under the app's Public keys. */
            public_jwk: Record<string, never>;
        };
        /** @description How many nodes there are of one kind. */
        KindCount: {
            /**
             * Format: int64
             * @description How many; `null` when the class was not read at all.
             */
            count?: number | null;
            /** @description Kind. */
            kind: components["schemas"]["KindWord"];
            /** @description Plural for people: `Users`, `API tokens`. */
            label: string;
            /** @description Why the number is missing or too low. */
            not_read?: string | null;
            /** @description Kind in Okta's words. */
            sub_kind: string;
        };
        /**
         * @description What a node is in the graph; the words of the `kind` column in SQL.
         * @enum {string}
         */
        KindWord: "identity" | "identity_group" | "action" | "resource_group" | "resource" | "credential" | "organization";
        /** @description What is left of one organization. */
        Leftover: {
            /** @description The newest one, RFC 3339. */
            newest?: string | null;
            /** @description The oldest one, RFC 3339. */
            oldest?: string | null;
            /** @description `https://acme.okta.com` */
            org_url: string;
            /**
             * Format: int64
             * @description Snapshots: the proof of who could do what on a past date.
             */
            snapshots: number;
        };
        /** @description A page of the browse list. */
        NodePage: {
            /** @description Nodes of each kind, whatever the filter. */
            facets: components["schemas"]["KindCount"][];
            /** @description Pass it as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
            /** @description Classes among the listed that were not read whole: an empty list may be no proof of absence. */
            not_read: components["schemas"]["NotRead"][];
            /** @description The rows. */
            rows: components["schemas"]["NodeRow"][];
            /** @description The snapshot that was listed. */
            snapshot: components["schemas"]["SnapshotRef"];
            /**
             * Format: int64
             * @description Rows on all pages.
             */
            total: number;
        };
        /** @description Everything the side panel shows of a node at once. */
        NodePanel: {
            /** @description Other names it answers to. */
            aliases: string[];
            /** @description What is known of it, in the order to show it. */
            fields: components["schemas"]["Field"][];
            /** @description Whether `GET /api/v1/nodes/{id}/raw` has the object as Okta sent it. */
            has_raw: boolean;
            /** @description Labels (`teleport.dev/origin`, `okta/org`, …). */
            labels: {
                [key: string]: string;
            };
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /** @description Things worth a look: owner has an admin role, token not bound to a zone, … */
            notices: components["schemas"]["Notice"][];
            /** @description Where an administrator changes it, in Okta's Admin Console. */
            okta_url?: string | null;
            /** @description The same as data. */
            properties: Record<string, never>;
            /** @description Lists around the node, in the order to show them; each holds its first rows. */
            sections: components["schemas"]["PanelSection"][];
            /** @description The snapshot it was read from. */
            snapshot: components["schemas"]["SnapshotRef"];
            /**
             * Format: int64
             * @description Distinct resources reached without asking anybody; only for identities.
             */
            standing_privileges?: number | null;
        };
        /** @description A node, as much as a link to it needs. */
        NodeRef: {
            /** @description Second line: display name of a person, description of a group, catalogue name of an app. */
            detail?: string;
            /**
             * @description Text id, for example `okta/acme.okta.com/00u1a2b3`. URL-encode it in paths.
             * @example okta/acme.okta.com/00u1a2b3
             */
            id: string;
            /** @description What it is in the graph. */
            kind: components["schemas"]["KindWord"];
            /** @description What people call it: login, group name, app label. */
            name: string;
            /** @description State in Okta (`ACTIVE`, `SUSPENDED`, …), where it has one. */
            status?: string;
            /**
             * @description What it is in Okta: `okta_user`, `service_app`, `okta_group`, `okta_app`, `okta_role`, `okta_resource_set`,
             *     `api_token`, `client_secret`, `client_key`, `okta_group_rule`, `okta_identity_provider`, `okta_policy`,
             *     `okta_network_zone`, `okta_org`.
             * @example okta_user
             */
            sub_kind: string;
        };
        /** @description A row of the browse list. */
        NodeRow: {
            /** @description When Okta made it, RFC 3339. */
            created?: string | null;
            /** @description Last change in Okta, RFC 3339. */
            last_updated?: string | null;
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /**
             * Format: int64
             * @description Members of a group, people assigned to an app, holders of a role; `null` where it has no meaning.
             */
            population?: number | null;
            /**
             * Format: int64
             * @description Distinct resources reached without asking anybody; only for identities.
             */
            standing_privileges?: number | null;
        };
        /** @description A class that was not read whole. */
        NotRead: {
            /** @description The class: `users`, `memberships`, `api_tokens`, … */
            class: string;
            /** @description `partial` or `not_read`. */
            reading: components["schemas"]["ReadingWord"];
            /** @description Why, and what to do. */
            reason: string;
        };
        /** @description Something worth a look. */
        Notice: {
            /** @description What to do. */
            advice?: string;
            /** @description How much it matters. */
            level: components["schemas"]["NoticeLevel"];
            /** @description One sentence. */
            message: string;
        };
        /**
         * @description How much a notice matters.
         * @enum {string}
         */
        NoticeLevel: "info" | "warning" | "error";
        /** @description A row of a list in the panel. */
        PanelRow: {
            /** @description More words: scope of a role, expiry of a token. */
            detail?: string;
            node?: components["schemas"]["NodeRef"] | null;
            /** @description What the row says: for a row without a node, its text; else how it is bound (`direct`, `through Engineering`). */
            text: string;
            /** @description The group, rule or resource set it comes through. */
            via?: components["schemas"]["NodeRef"][];
        };
        /** @description A list in the panel. */
        PanelSection: {
            /** @description What to say when there are no rows. */
            empty: string;
            /**
             * @description `memberships`, `members`, `owners`, `assignments`, `roles`, `tokens`, `rules`, `grants`, `groups`, `users`,
             *     `holders`, `targets`, `resources`, `permissions`, …
             */
            id: string;
            /** @description Where the rest is: `GET /api/v1/nodes/{id}/connections` with this edge and direction. */
            more?: components["schemas"]["EdgeRef"];
            /** @description The class behind it was not read whole; why. */
            not_read?: string;
            /** @description The first rows. */
            rows: components["schemas"]["PanelRow"][];
            /** @description Which tab it belongs to. */
            tab: components["schemas"]["PanelTab"];
            /** @description For people. */
            title: string;
            /**
             * Format: int64
             * @description Rows in all.
             */
            total: number;
        };
        /**
         * @description A tab of the panel.
         * @enum {string}
         */
        PanelTab: "overview" | "permissions";
        /** @description A node on a way, with the column it is drawn in. */
        PathNode: {
            /** @description Where it is drawn. */
            column: components["schemas"]["GraphColumn"];
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
        };
        /** @description One step. */
        PathStep: {
            /** @description For derived edges, what they mean. */
            derived?: components["schemas"]["DerivedEdge"];
            /** @description … by this edge. */
            edge: string;
            /** @description In words. */
            explanation: string;
            /** @description From here … */
            from: components["schemas"]["NodeRef"];
            /** @description … to here … */
            to: components["schemas"]["NodeRef"];
        };
        /** @description The shortest ways from one node to another. */
        PathView: {
            /** @description Whether Okta's barriers were taken as absent. */
            assume_worst: boolean;
            /** @description Whether there is a way. */
            found: boolean;
            /** @description Start. */
            from: components["schemas"]["NodeRef"];
            /** @description The snapshot. */
            snapshot: components["schemas"]["SnapshotRef"];
            /** @description The steps, in order; empty when there is none. */
            steps: components["schemas"]["PathStep"][];
            /** @description One sentence. */
            summary: string;
            /** @description End. */
            to: components["schemas"]["NodeRef"];
        };
        /** @description A place in a text. */
        Position: {
            /**
             * Format: int32
             * @description From 1, in characters.
             */
            column: number;
            /**
             * Format: int32
             * @description From 1.
             */
            line: number;
        };
        /** @description A person or a token. */
        PrincipalView: {
            /** @description Name of the person, or of the token. */
            name: string;
            /** @description What they may do. */
            role: components["schemas"]["RoleWord"];
            /** @description How they came in. */
            via: components["schemas"]["SignInWay"];
        };
        /** @description How far a scan is. Also the payload of the event stream. */
        ProgressView: {
            /** @description One a class, in the order they are read. */
            classes: components["schemas"]["ClassProgress"][];
            /**
             * Format: int64
             * @description Objects read so far.
             */
            done: number;
            /**
             * Format: int64
             * @description Seconds left, as far as the budget tells.
             */
            eta_s?: number | null;
            /**
             * Format: int64
             * @description Objects expected; `null` while unknown.
             */
            of?: number | null;
            /** @description What it does now, in words. */
            phase: string;
            /**
             * Format: int64
             * @description Requests made.
             */
            requests: number;
            /**
             * Format: int64
             * @description Requests left in the tightest budget before the next reset.
             */
            requests_left?: number | null;
            /** @description Whether a scan runs now. */
            running: boolean;
            /** @description RFC 3339. */
            started_at?: string | null;
        };
        /** @description A question in SQL. */
        QueryBody: {
            /** @description A past moment (RFC 3339) or a snapshot id; the newest snapshot when left out. */
            as_of?: string | null;
            /** @description A name of your choice (up to 64 letters, digits, `-`) under which the query can be cancelled. */
            id?: string | null;
            /**
             * Format: int64
             * @description Rows to send at most, 1 to 100000; 1000 when left out.
             */
            max_rows?: number | null;
            /** @description One `SELECT`. */
            sql: string;
        };
        /** @description A column of an answer. */
        QueryColumn: {
            /** @description Name. */
            name: string;
            /** @description `text`, `bool`, `int`, `float`, `timestamp`, `json`, `list`, `binary`. */
            type: string;
        };
        /** @description A ready question. */
        QueryExample: {
            /** @description Heading to list it under: `Okta`, `Administrators`, `Credentials`, `Hygiene`, `Change`. */
            group: string;
            /** @description Stable word. */
            id: string;
            /** @description The text; runs as it is against the organization that is connected. */
            sql: string;
            /** @description In words. */
            title: string;
        };
        /** @description The answer. */
        QueryView: {
            /** @description Columns in order. */
            columns: components["schemas"]["QueryColumn"][];
            /**
             * Format: int64
             * @description From the text to the last row, in microseconds.
             */
            elapsed_us: number;
            /** @description Name under which it could have been cancelled. */
            id: string;
            /** @description What a reader must know to read the rows right: a table that was not read is not an empty one. */
            notices: string[];
            /**
             * Format: int64
             * @description Rows in this answer.
             */
            row_count: number;
            /** @description Rows; each has one value a column. Times are RFC 3339, lists are arrays, JSON is JSON. */
            rows: unknown[][];
            snapshot?: components["schemas"]["SnapshotRef"] | null;
            /** @description Whether there were more rows than `max_rows`. */
            truncated: boolean;
        };
        /** @description A question with its answer. */
        Question: {
            /** @description `apps_of_user`, `administrators`, `api_tokens`, `admin_actions`, `suspicious_sign_ins`. */
            id: string;
            link?: components["schemas"]["ViewLink"] | null;
            /**
             * Format: int64
             * @description The number.
             */
            number?: number | null;
            /** @description In words. */
            question: string;
            /** @description The answer in one sentence. */
            sentence: string;
            /** @description Whether and why not it is answered. */
            state: components["schemas"]["QuestionState"];
            /** @description What the number counts: `administrators`, `API tokens`. */
            unit: string;
        };
        /**
         * @description Whether a question is answered.
         * @enum {string}
         */
        QuestionState: "answered" | "incomplete" | "not_collected" | "not_read" | "no_snapshot";
        /** @description The object as Okta sent it, without credentials. */
        RawView: {
            /** @description Text id of the node. */
            id: string;
            /** @description Okta's JSON. */
            raw: unknown;
            /** @description The snapshot it was read from. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /**
         * @description How a class was read.
         * @enum {string}
         */
        ReadingWord: "whole" | "partial" | "not_read";
        /**
         * @description What somebody may do.
         * @enum {string}
         */
        RoleWord: "admin" | "reader";
        /** @description A scan was asked for. */
        ScanStarted: {
            /** @description One sentence. */
            message: string;
            /** @description Id of the run that serves the wish; `scan.run` of the integration says when it is the last one. */
            run: string;
            /** @description False when a scan was already running; that one goes on. */
            started: boolean;
        };
        /**
         * @description How a scan is.
         * @enum {string}
         */
        ScanStateWord: "running" | "done" | "failed";
        /** @description A scan: running, or the last one. */
        ScanView: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description What failed. */
            error?: string | null;
            /** @description RFC 3339. */
            finished_at?: string | null;
            progress?: components["schemas"]["ProgressView"] | null;
            /** @description Why it ran: `schedule`, `install`, `request`, `start`. */
            reason?: string | null;
            /** @description Id of the run. */
            run?: string | null;
            /** @description RFC 3339. */
            started_at?: string | null;
            /** @description How it is. */
            state: components["schemas"]["ScanStateWord"];
        };
        /** @description A column. */
        SchemaColumn: {
            /** @description Meaning. */
            description: string;
            /** @description Name. */
            name: string;
            /** @description Type, in the same words as in an answer. */
            type: string;
        };
        /** @description A function or operator. */
        SchemaFunction: {
            /** @description What it does. */
            description: string;
            /** @description Name or sign. */
            name: string;
            /** @description How it is written. */
            usage: string;
        };
        /** @description A table. */
        SchemaTable: {
            /** @description Columns in order. */
            columns: components["schemas"]["SchemaColumn"][];
            /** @description What it holds. */
            description: string;
            /** @description Name. */
            name: string;
        };
        /** @description Tables, for completion. */
        SchemaView: {
            /** @description Functions and operators worth offering. */
            functions: components["schemas"]["SchemaFunction"][];
            /** @description Tables. */
            tables: components["schemas"]["SchemaTable"][];
        };
        /** @description One found node. */
        SearchHit: {
            /** @description The name or alias that matched. */
            matched: string;
            /** @description The node. */
            node: components["schemas"]["NodeRef"];
            /**
             * Format: double
             * @description How well, higher is better; only to compare hits of one answer.
             */
            score: number;
        };
        /** @description What a search found. */
        SearchView: {
            /** @description Best first. */
            hits: components["schemas"]["SearchHit"][];
            /** @description The snapshot that was searched. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /** @description Who is signed in, and what the page needs to know before anybody is. */
        SessionView: {
            /** @description Send it as `x-portolan-csrf` with every POST, PATCH, PUT and DELETE. Only with a cookie session. */
            csrf_token?: string | null;
            /** @description When the session ends at the latest, RFC 3339. */
            expires_at?: string | null;
            principal?: components["schemas"]["PrincipalView"] | null;
            /** @description No administrator exists yet: the one-time link that the server printed at its first start makes one. */
            setup_required: boolean;
            /** @description Whether this request carries a valid session or token. */
            signed_in: boolean;
            /** @description Version of the server. */
            version: string;
        };
        /** @description Makes the account that a one-time link stands for. */
        Setup: {
            /** @description The code of the link (`/setup?code=…`). */
            code: string;
            /** @description Name of the new account. */
            name: string;
            /**
             * Format: password
             * @description Its password: at least 12 characters, not the name, not a common one.
             */
            password: string;
        };
        /** @description Name and password. */
        SignIn: {
            /** @description Name of the local account. */
            name: string;
            /**
             * Format: password
             * @description Its password.
             */
            password: string;
        };
        /**
         * @description How a request proved who sends it.
         * @enum {string}
         */
        SignInWay: "session" | "token";
        /** @description All snapshots of an organization, newest first. */
        SnapshotList: {
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description Newest first. */
            snapshots: components["schemas"]["SnapshotView"][];
        };
        /** @description Which snapshot an answer comes from. */
        SnapshotRef: {
            /**
             * Format: int64
             * @description Age in seconds when this was answered.
             */
            age_s: number;
            /** @description Id; use it as `as_of`. */
            id: string;
            /** @description The organization. */
            org_url: string;
            /** @description When the scan began, RFC 3339. */
            taken_at: string;
        };
        /** @description A snapshot. */
        SnapshotView: {
            /** @description Rows by class. */
            coverage: components["schemas"]["CoverageRow"][];
            /** @description Whether it is what pages show now. */
            current: boolean;
            /** @description Which. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /** @description An identity and its standing privileges. */
        StandingRow: {
            /** @description Who. */
            node: components["schemas"]["NodeRef"];
            /**
             * Format: int64
             * @description Distinct resources reached without asking anybody.
             */
            standing_privileges: number;
        };
        /** @description Nodes to draw together. */
        SubgraphRequest: {
            /** @description Text ids, native ids or names; at most 1000. */
            nodes: string[];
        };
        /** @description A new token. */
        TokenCreated: {
            /** @description The value: shown now and never again. */
            token: string;
            /** @description The rest. */
            view: components["schemas"]["TokenView"];
        };
        /** @description All API tokens, newest first. */
        TokenList: {
            /** @description Newest first. */
            tokens: components["schemas"]["TokenView"][];
        };
        /** @description Makes a token. */
        TokenRequest: {
            /**
             * Format: int32
             * @description Days until it ends, 1 to 366; 90 when left out.
             */
            days?: number | null;
            /** @description What it is for. */
            name: string;
            /** @description What it may do. */
            role: components["schemas"]["RoleWord"];
        };
        /** @description An API token of this server. Its value is shown once, when it is made. */
        TokenView: {
            /** @description RFC 3339. */
            created_at: string;
            /** @description Who made it. */
            created_by: string;
            /** @description Whether its end has passed. */
            expired: boolean;
            /** @description RFC 3339. */
            expires_at?: string | null;
            /** @description Id. */
            id: string;
            /** @description RFC 3339; to the minute. */
            last_used_at?: string | null;
            /** @description Name given by its maker. */
            name: string;
            /** @description What it may do. */
            role: components["schemas"]["RoleWord"];
        };
        /** @description A view that opens ready. */
        ViewLink: {
            /** @description The text. */
            sql: string;
            /** @enum {string} */
            to: "sql";
        } | {
            /** @description Kind in Okta's words. */
            sub_kind: string;
            /** @enum {string} */
            to: "browse";
        } | {
            /** @description Text id. */
            id: string;
            /** @enum {string} */
            to: "node";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    blast: {
        parameters: {
            query: {
                /** @description Text id, native id or exact name. */
                node: string;
                /** @description Take Okta's barriers as absent. */
                assume_worst?: boolean;
                /** @description `from`: what the node can come to control; `to`: who can come to control it. `from` when left out. */
                direction?: components["schemas"]["AccessDirection"];
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is reached */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlastView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    diff: {
        parameters: {
            query?: {
                /** @description Snapshot id or moment (RFC 3339); the snapshot before `to` when left out. */
                from?: string;
                /** @description Snapshot id or moment; the newest when left out. */
                to?: string;
                /** @description Only changes of this class. */
                class?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiffView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    explore: {
        parameters: {
            query: {
                /** @description Text ids, native ids or exact names, with commas between; at most 100. */
                nodes: string;
                /** @description What to draw; `connections` when left out. */
                mode?: "connections" | "access";
                /** @description Ids of folds to open, with commas between. */
                unfold?: string;
                /** @description Fans larger than this are folded, 1 to 500; 12 when left out. */
                fold_above?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExploreView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    path: {
        parameters: {
            query: {
                /** @description Text id, native id or exact name. */
                from: string;
                /** @description Text id, native id or exact name. */
                to: string;
                /** @description Take Okta's barriers as absent. */
                assume_worst?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The way, or that there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PathView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    subgraph: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubgraphRequest"];
            };
        };
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExploreView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    home: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The first page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HomeView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The integrations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The integration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_install: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstallRequest"];
            };
        };
        responses: {
            /** @description Installed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_delete: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
                /** @description What becomes of its snapshots; `keep` when left out. */
                snapshots?: "keep" | "delete";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_edit: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditRequest"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_check: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckRequest"];
            };
        };
        responses: {
            /** @description What it may do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_cleanup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CleanupRequest"];
            };
        };
        responses: {
            /** @description What was, or would be, removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleanupView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_events: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ProgressView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set (RFC 7517) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
        };
    };
    keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    key_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    key_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key id (`kid`) */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    integration_scan: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Started, or already running */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanStarted"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    nodes: {
        parameters: {
            query?: {
                /** @description Kind in the graph. */
                kind?: components["schemas"]["KindWord"];
                /** @description Kind in Okta's words (`okta_user`, `okta_group`, …). */
                sub_kind?: string;
                /** @description Only names and aliases that contain this, whatever the case. */
                q?: string;
                /** @description Only this state (`ACTIVE`, `SUSPENDED`, …). */
                status?: string;
                /** @description Order; `name` when left out. */
                sort?: "name" | "-name" | "-standing_privileges" | "-population";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of nodes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodePage"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Text id, native id or exact name of a node, URL-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodePanel"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    access: {
        parameters: {
            query?: {
                /** @description Which end the node is; `from` for identities and credentials, else `to`. */
                direction?: components["schemas"]["AccessDirection"];
                /** @description Only `assignment`, `membership`, `admin_role`, `oauth_scope` or `credential`. */
                action_type?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Text id, native id or exact name of a node, URL-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPage"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    connections: {
        parameters: {
            query?: {
                /** @description Edge type whose page is wanted; without it only the counts come. */
                edge?: string;
                /** @description Direction; both when left out. */
                direction?: components["schemas"]["DirectionWord"];
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Text id, native id or exact name of a node, URL-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionsView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    node_raw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Text id, native id or exact name of a node, URL-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RawView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryBody"];
            };
        };
        responses: {
            /** @description The rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    query_examples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The examples */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExamplesView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    query_schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tables */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    query_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the query */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled, or ended before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description What was typed; small mistakes are forgiven. */
                q: string;
                /** @description Hits at most, 1 to 100; 20 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hits, best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is asking */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description Made and signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    snapshots: {
        parameters: {
            query?: {
                /** @description Address of the organization, where several are connected. */
                org?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshots */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    token_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    token_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tokens that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
