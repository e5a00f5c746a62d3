// Generated from openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own account. */
        get: operations["account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own passkeys. */
        get: operations["passkeys"];
        put?: never;
        /** Keeps a passkey that the browser made. */
        post: operations["passkey_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to make a passkey, upon a fresh proof. */
        post: operations["passkey_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a passkey, upon a fresh proof. */
        delete: operations["passkey_remove"];
        options?: never;
        head?: never;
        /** Renames a passkey. */
        patch: operations["passkey_rename"];
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's password, with the present one or a fresh proof; every session ends, this one too. */
        post: operations["account_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves anew who one is, with the password or a passkey; gives a ticket for one change of what protects the account. */
        post: operations["account_prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts the offered second factor in force. */
        put: operations["second_factor_set"];
        /** Offers a second factor, upon a fresh proof: nothing changes until its first code proves that it works. */
        post: operations["second_factor_offer"];
        /** Takes one's second factor away, upon a fresh proof. */
        delete: operations["second_factor_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own sessions, newest first. */
        get: operations["account_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of one's own sessions. */
        delete: operations["account_session_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own API tokens, newest first; never their values. */
        get: operations["account_tokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes one of one's own API tokens. */
        delete: operations["account_token_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whose account it is, or that it is nobody's; it holds for old events too. */
        post: operations["activity_account_correct"];
        /** Takes back a correction. */
        delete: operations["activity_account_uncorrect"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events of all sources, newest first. Those of this server itself, which are its audit log, are found by whoever may read
         *     that; so it is for counts, time lines, files and all else that asks for events.
         */
        get: operations["activity_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event, with the source's text. */
        get: operations["activity_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as a file, newest first. The headers `x-portolan-found` and `x-portolan-written` tell how many events the question
         *     finds and how many of them are written; where the file is cut off by `limit`, its name says so too.
         */
        get: operations["activity_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each value occurs in the events that are found. */
        get: operations["activity_facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts, time line, sessions, places, devices and alerts of one person or workload. */
        get: operations["activity_identity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes events in: JSON lines, one array, `{"Records": []}`, one event or several, plain or gzip. What was kept
         *     before is counted and left. The body may be of any length and is read as it comes. Rules judge what was kept in the
         *     order of its time once it is there; an empty body judges what files before have brought.
         */
        post: operations["activity_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be written in a question. */
        get: operations["activity_language"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own searches, and shared ones. */
        get: operations["activity_searches"];
        put?: never;
        /** Keeps a search. */
        post: operations["activity_search_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/searches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forgets a search. */
        delete: operations["activity_search_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources of events besides Okta, without what they are read with. */
        get: operations["activity_sources"];
        put?: never;
        /** Makes a source; it is read from now on. One that sends by itself gets a token, which is shown once. */
        post: operations["activity_source_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a source with its credential; its events stay. */
        delete: operations["activity_source_delete"];
        options?: never;
        head?: never;
        /** Changes a source, or switches it on or off. */
        patch: operations["activity_source_change"];
        trace?: never;
    };
    "/api/v1/activity/sources/{name}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new token for a source that sends by itself; the old one does not hold any more. Shown once. */
        post: operations["activity_source_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the archive holds, by source, and what no table knows. */
        get: operations["activity_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events named `event`; the data is an `EventView` without raw text. `missed` tells how many a reader
         *     that is too slow did not get. The stream ends within a second of the asker's right to it.
         */
        get: operations["activity_tail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many events were found in each part of the time. */
        get: operations["activity_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first. */
        get: operations["alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert: evidence, steps, history, whom it was told. */
        get: operations["alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Sets status or owner, or adds a note. */
        patch: operations["alert_change"];
        trace?: never;
    };
    "/api/v1/alerts/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be done to the person an alert is about, and what to send to do it. */
        get: operations["alert_actions"];
        put?: never;
        /** Does something to the person an alert is about: locks them here, ends their sessions with Okta, suspends them there. */
        post: operations["alert_act"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks every entry against its hash and the one before it. */
        get: operations["audit_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What brings events: state, lag, last failure and what to do about it. */
        get: operations["collectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collectors/{source}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the collectors of a source, or the one with that name, to read now. */
        post: operations["collector_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All connectors by name. */
        get: operations["connectors"];
        put?: never;
        /** Makes a connector: SAML with a key of its own, or OpenID Connect. */
        post: operations["connector_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads metadata, by XML or address, and says what it would change. */
        post: operations["connector_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connector. */
        get: operations["connector"];
        /** Changes a connector; its kind stays. New signing keys, another entity id and other addresses must be agreed to. */
        put: operations["connector_change"];
        post?: never;
        /** Removes a connector; sessions that began with it end. */
        delete: operations["connector_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads an OpenID Connect provider's description and keys again, and asks it whether it takes the client. */
        post: operations["connector_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a SAML connector's metadata from its address now, as the server does by itself. */
        post: operations["connector_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last trial sign-ins, newest first. */
        get: operations["connector_trials"];
        put?: never;
        /** Begins a trial sign-in in this browser. */
        post: operations["connector_try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forwards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where alerts are forwarded to, and how that goes. */
        get: operations["forwards"];
        put?: never;
        /** Makes a forward; alerts are told to it from now on. */
        post: operations["forward_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forwards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a forward; what waits for it is not sent. */
        delete: operations["forward_delete"];
        options?: never;
        head?: never;
        /** Changes a forward: where to, from which severity on, on or off. */
        patch: operations["forward_change"];
        trace?: never;
    };
    "/api/v1/forwards/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test message to a forward, now and once, and tells what the other side said. */
        post: operations["forward_test"];
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
        /**
         * Server-sent events named `progress`; the data is a `ProgressView`. The first comes at once. The
         *     stream ends within a second of the asker's right to it.
         */
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
    "/api/v1/integrations/okta/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** App and group sync, as it is set. */
        get: operations["list_sync"];
        /** Sets app and group sync. */
        put: operations["list_sync_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/lists/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What these filters take of the last scan; changes nothing. */
        post: operations["list_sync_preview"];
        delete?: never;
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
    "/api/v1/integrations/okta/scim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of SCIM: address, tokens (never their values), last call, refusals, counts. */
        get: operations["scim"];
        put?: never;
        /** Switches SCIM on and makes its first token; the value is in this answer and nowhere else. */
        post: operations["scim_on"];
        /** Switches SCIM off: its tokens are revoked, what was provisioned stays. */
        delete: operations["scim_off"];
        options?: never;
        head?: never;
        /** Changes SCIM's settings; what is left out stays. */
        patch: operations["scim_edit"];
        trace?: never;
    };
    "/api/v1/integrations/okta/scim/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new token; those there are hold for a while, so that Okta can be given the new one without a gap. */
        post: operations["scim_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** User sync with its last runs. */
        get: operations["sync"];
        /** Sets user sync; when it is switched on, it runs at once. */
        put: operations["sync_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/sync/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a run with these settings would do now; changes nothing. */
        post: operations["sync_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/okta/sync/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs user sync now, switched on or not. */
        post: operations["sync_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Locks in force, newest first. */
        get: operations["locks"];
        put?: never;
        /** Locks a person, a role or a token: sessions and tokens stop at once. */
        post: operations["lock_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Lifts a lock. */
        delete: operations["lock_delete"];
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
        /**
         * Edges of a node, folded by type and direction, those that rules derived from roles with them; with `edge` and
         *     `direction` also a page of them.
         */
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
        /**
         * Runs one `SELECT`. With `Accept: application/x-ndjson` or `text/csv` the rows are streamed in that form. In CSV, a text
         *     that begins like a formula gets a quote before it, for spreadsheets; `text/csv; formulas=as-is` leaves values alone.
         */
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
    "/api/v1/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of resource, what stands in each, and what may be done with them. */
        get: operations["resource_kinds"];
        put?: never;
        /**
         * Brings resources in: YAML or JSON, one, several documents, or a list. All of them are looked at before the first is
         *     changed; what is there already as it is sent stays as it is.
         */
        post: operations["resources_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resources/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All resources of a kind, by name; YAML when `Accept` asks for it. */
        get: operations["resources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resources/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One resource; YAML when `Accept` asks for it. */
        get: operations["resource"];
        /** Replaces one resource, or makes it. */
        put: operations["resource_put"];
        post?: never;
        /** Removes a resource. */
        delete: operations["resource_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All roles, presets first. */
        get: operations["roles"];
        put?: never;
        /** Makes a role. */
        post: operations["role_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One role. */
        get: operations["role"];
        /** Changes a role. Everybody who has it has the change from the next request on. */
        put: operations["role_change"];
        post?: never;
        /** Removes a role. */
        delete: operations["role_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All rules, by id. */
        get: operations["rules"];
        put?: never;
        /** Checks a file of rules and, unless it is a trial, keeps and runs them; rules with the same id are replaced. */
        post: operations["rule_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What several rules, or all that are switched on, would have said about the events that are kept, which are read once
         *     for all of them; nothing is raised.
         */
        post: operations["rules_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule: what it sees, what may be tuned, its file and its examples. */
        get: operations["rule"];
        put?: never;
        post?: never;
        /** Removes a rule of one's own. Shipped rules are switched off instead. */
        delete: operations["rule_delete"];
        options?: never;
        head?: never;
        /** Switches a rule on or off, tunes it, excepts events from it. */
        patch: operations["rule_change"];
        trace?: never;
    };
    "/api/v1/rules/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the rule would have said about the events that are kept; nothing is raised. */
        post: operations["rule_replay"];
        delete?: never;
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
        /**
         * Signs out; ends the session on the server and clears the cookie. The session at the identity provider comes after that:
         *     `logout_url` leads there.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with a passkey; sets the session cookie. */
        post: operations["passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives out a challenge for signing in with a passkey, whoever has one. */
        post: operations["passkey_challenge"];
        delete?: never;
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
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways to sign in, for people who are not signed in. */
        get: operations["sign_in_ways"];
        put?: never;
        post?: never;
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
        /**
         * Makes an API token; its value is in this answer and nowhere else. One that is made with a token ends no later than
         *     that one.
         */
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
        /** Revokes an API token, and those that were made with it. */
        delete: operations["token_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People by name. */
        get: operations["users"];
        put?: never;
        /** Makes a local person with a password. */
        post: operations["user_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person. */
        get: operations["user"];
        put?: never;
        post?: never;
        /** Removes a person with sessions and tokens. One who comes from Okta comes back with the next sync. */
        delete: operations["user_delete"];
        options?: never;
        head?: never;
        /** Changes roles, bars from signing in, sets a new first password, or takes a lost second factor away. */
        patch: operations["user_change"];
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions of a person, newest first. */
        get: operations["user_sessions"];
        put?: never;
        post?: never;
        /** Ends all sessions of a person; with `tokens`, revokes their API tokens as well. */
        delete: operations["user_sessions_end"];
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
        /** @description Corrects whose account it is. */
        AccountCorrection: {
            /** @description The account's id there. */
            id: string;
            /** @description Why. */
            note?: string;
            /** @description Its organization. */
            org: string;
            /** @description The person's login; `null` says that the account is nobody's. */
            person?: string | null;
            /** @description The source. */
            source: string;
        };
        /** @description One's own account. */
        AccountView: {
            /** @description What to do for the account's safety. */
            advice: string[];
            /** @description Whether one-time codes of an authenticator app are set up. */
            has_codes: boolean;
            /** @description The person. */
            person: components["schemas"]["PersonView"];
        };
        /** @description What the archive holds. */
        ActivityStats: {
            /**
             * Format: int64
             * @description Events that were dated more than ten minutes ahead when they came: `signal:time_in_future` finds them. Rules do not
             *     hear those that are more than a year ahead.
             */
            ahead: number;
            /**
             * Format: int64
             * @description Bytes on disk, indexes and the open log included.
             */
            bytes: number;
            /**
             * Format: double
             * @description Bytes on disk for one event, indexes included.
             */
            bytes_per_event: number;
            /**
             * Format: int64
             * @description Events.
             */
            events: number;
            /** @description Time of the oldest event, RFC 3339. */
            first?: string | null;
            /** @description Time of the newest event, RFC 3339. */
            last?: string | null;
            /**
             * Format: int64
             * @description Texts that were no JSON objects, since the start of the server; kept as events of type `malformed`.
             */
            malformed: number;
            /** @description Why events that are too old by the retention are not dropped yet; `null` when none are held back. */
            retention_held?: string | null;
            /** @description By source. */
            sources: components["schemas"]["SourceCount"][];
            /** @description Types that no table knows, since the start of the server. */
            unknown_types: components["schemas"]["UnknownType"][];
        };
        /** @description Who and where, of the first finding; empty texts are not known. */
        AlertAbout: {
            /**
             * @description The actor's id in its source.
             * @default
             */
            actor_id: string;
            /**
             * @description The actor's name in its source.
             * @default
             */
            actor_name: string;
            /**
             * @description The country of the address.
             * @default
             */
            country: string;
            /**
             * @description The credential.
             * @default
             */
            credential_id: string;
            /**
             * @description The client's address.
             * @default
             */
            ip: string;
            /**
             * @description The person or workload behind the actor.
             * @default
             */
            person: string;
            /**
             * @description The session.
             * @default
             */
            session_id: string;
            /**
             * @description The main target.
             * @default
             */
            target: string;
            /**
             * @description Its kind.
             * @default
             */
            target_kind: string;
        };
        /** @description Something that can be done. */
        AlertAction: {
            /** @description Whether it can be tried. Whether the integration's credential may do it is known when Okta has answered. */
            available: boolean;
            /** @description What to send as `confirm`: the name of whom it is done to. */
            confirm: string;
            /** @description In one sentence. */
            does: string;
            /** @description What to do instead. */
            hint?: string | null;
            /** @description What. */
            kind: components["schemas"]["AlertActionWord"];
            /** @description To whom. */
            to: components["schemas"]["AlertActionTo"];
            /** @description Why it cannot be done. */
            why_not?: string | null;
        };
        /** @description What came of it. */
        AlertActionDone: {
            /** @description The alert now. */
            alert: components["schemas"]["AlertView"];
            /** @description In one sentence. */
            message: string;
        };
        /** @description What can be done about an alert. */
        AlertActionList: {
            /** @description All kinds, for whom it is about and then for who did it. */
            actions: components["schemas"]["AlertAction"][];
            /** @description Who did it, where that is another. */
            actor?: string | null;
            /** @description Whom it is about, as the alert names them. */
            person: string;
        };
        /** @description Does something about an alert. */
        AlertActionRequest: {
            /** @description `confirm` of `GET`: the name of whom it is done to. */
            confirm?: string;
            /** @description What. */
            kind: components["schemas"]["AlertActionWord"];
            /** @description Why, for the audit log. */
            note?: string;
            /** @description To whom; to whom the alert is about when left out. */
            to?: components["schemas"]["AlertActionTo"];
        };
        /**
         * @description To whom it is done.
         * @enum {string}
         */
        AlertActionTo: "subject" | "actor";
        /**
         * @description What can be done to the person an alert is about.
         * @enum {string}
         */
        AlertActionWord: "lock" | "clear_sessions" | "suspend";
        /** @description Changes an alert; what is left out stays. */
        AlertChange: {
            /** @description A note for the history. */
            note?: string | null;
            /** @description Name of who works on it; an empty text for nobody. */
            owner?: string | null;
            /** @description `open`, `in_progress`, `triaged`, `resolved`, `closed`. */
            status?: string | null;
        };
        /** @description How many alerts. */
        AlertCount: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description The status or severity. */
            word: string;
        };
        /** @description What somebody did with an alert. */
        AlertHistoryRow: {
            /** @description What: `raised`, `status`, `owner`, `note`, `action`, `withdrawn`. */
            action: string;
            /** @description Who; `system` for the rules. */
            actor: string;
            /** @description RFC 3339. */
            at: string;
            /** @description The new value, the note, or what came of an action. */
            detail: string;
        };
        /** @description A page of alerts, newest first. */
        AlertPage: {
            /** @description Newest first. */
            alerts: components["schemas"]["AlertRow"][];
            /** @description Alerts that are not resolved or closed, by severity. */
            by_severity: components["schemas"]["AlertCount"][];
            /** @description Alerts by status, whatever the filter. */
            by_status: components["schemas"]["AlertCount"][];
            /**
             * Format: int64
             * @description Alerts that the filter finds, on all pages.
             */
            count: number;
            /** @description Pass it as `cursor` for the next, older page. */
            next_cursor?: string | null;
        };
        /** @description What is endangered when an identity is taken over. */
        AlertReach: {
            /**
             * @description What whoever takes it over comes to control, by kind: `okta_user`, `okta_group`, `okta_app`, `service_app`,
             *     `okta_role`.
             */
            controls: components["schemas"]["AlertReachCount"][];
            /** @description What it may use now: `app`, `group`, `administrator role`, `OAuth scope`, `API token`. */
            holds: components["schemas"]["AlertReachCount"][];
            /** @description Its name. */
            name: string;
            /** @description Text id of the node. */
            node: string;
            /** @description Whether that is the whole organization. */
            reaches_organization: boolean;
        };
        /** @description How many of one kind. */
        AlertReachCount: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description The kind. */
            kind: string;
        };
        /** @description An alert in a list. */
        AlertRow: {
            /** @description What the rule groups by, with values, as one line. */
            entity: string;
            /**
             * Format: int64
             * @description How many findings were folded into it.
             */
            findings: number;
            /** @description Time of the first event, RFC 3339. */
            first_seen: string;
            /**
             * @description Whether it was found in history: in files that were imported, or in events of long ago. It is forwarded to nobody,
             *     unless whoever imported the files asked for it.
             */
            from_history: boolean;
            /** @description Id: the same history gives the same id. */
            id: string;
            /** @description The person or workload it is about. */
            identity?: string | null;
            /** @description Time of the last finding, RFC 3339. */
            last_seen: string;
            /** @description Who works on it. */
            owner?: string | null;
            /** @description Whether a late event may still change it. */
            provisional: boolean;
            /** @description When it was raised here, RFC 3339. */
            raised_at: string;
            /** @description Id of the rule. */
            rule: string;
            /** @description `info`, `low`, `medium`, `high`, `critical`. */
            severity: string;
            /** @description `open`, `in_progress`, `triaged`, `resolved`, `closed`. */
            status: string;
            /** @description What it found. */
            title: string;
        };
        /** @description A user whom something was done to; empty texts are not known. */
        AlertVictim: {
            /**
             * @description The user's id in its source.
             * @default
             */
            id: string;
            /**
             * @description The user's name in its source.
             * @default
             */
            name: string;
            /**
             * @description The person behind the account.
             * @default
             */
            person: string;
        };
        /** @description An alert with everything that belongs to it. */
        AlertView: {
            /** @description Who and where, of the first finding. */
            about: components["schemas"]["AlertAbout"];
            /** @description The row of the list. */
            alert: components["schemas"]["AlertRow"];
            /** @description To whom it was told. */
            deliveries: components["schemas"]["DeliveryRow"][];
            /** @description Why it matters, from the rule. */
            description: string;
            /** @description What the rule groups by. */
            entity: components["schemas"]["EntityValue"][];
            /** @description The events it rests on, oldest first. */
            evidence: components["schemas"]["EvidenceView"][];
            /**
             * Format: int64
             * @description How many events beyond those listed.
             */
            evidence_left_off: number;
            /** @description When the rule fires without harm. */
            false_positives: string[];
            /** @description What people did with it, oldest first. */
            history: components["schemas"]["AlertHistoryRow"][];
            /** @description Node of the access graph whose reach the alert endangers; ask `/api/v1/graph/blast?node=`. */
            node?: string | null;
            /** @description Query that finds what the identity did around the alert. */
            q: string;
            reach?: components["schemas"]["AlertReach"] | null;
            /** @description What to do, in order. */
            steps: string[];
            /** @description MITRE tactics. */
            tactics: string[];
            /** @description MITRE techniques. */
            techniques: string[];
            victim?: components["schemas"]["AlertVictim"] | null;
        };
        /** @description Whether the audit log is whole. */
        AuditCheckView: {
            /**
             * Format: int64
             * @description The first entry that is not as it was written, or is missing.
             */
            broken_at?: number | null;
            /**
             * Format: int64
             * @description Entries that are as they were written.
             */
            entries: number;
            /** @description Hash of the last of them: kept elsewhere, it tells later whether the newest were removed. */
            last_hash: string;
            /** @description Whether every entry is as it was written and none is missing between them. */
            whole: boolean;
        };
        /** @description Something that was done to this server. */
        AuditEntryView: {
            /** @description `session.create`, `integration.install`, `token.create`, … */
            action: string;
            /** @description Who, or `anonymous`, or `system`. */
            actor: string;
            /** @description RFC 3339. */
            at: string;
            /** @description The code there: `T1000I`, `T9000I`, … */
            code?: string | null;
            /** @description More words; never a secret. */
            detail?: string | null;
            /** @description What Teleport's public reference calls it, where it has a name: `user.login`, `role.created`, … */
            event?: string | null;
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
        /** @description CloudTrail's objects in S3, told by an SQS queue. */
        AwsSource: {
            /** @description Access key; without one the credentials of the machine are used: environment, container, role. */
            access_key_id?: string | null;
            /** @description Address of the queue: `https://sqs.eu-west-1.amazonaws.com/111122223333/trail`. */
            queue_url?: string | null;
            /** @description Region; read from the address of the queue when left out. */
            region?: string | null;
            /** @description Asked in place of S3's own hosts; buckets are then the first part of the path. */
            s3_endpoint?: string | null;
            /** @description Its secret; kept sealed. */
            secret_access_key?: string | null;
            /** @description Goes with keys that end. */
            session_token?: string | null;
            /** @description Asked in place of SQS's own host. */
            sqs_endpoint?: string | null;
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
        /** @description All of one kind that goes. */
        CleanupPart: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /**
             * @description `people`, `scim_records`, `scim_groups`, `scim_tokens`, `locks`, `former_names`, `sync_runs`, `faults`,
             *     `positions`.
             */
            kind: string;
            /** @description For people. */
            label: string;
            /** @description Names of the first 20. */
            names: string[];
        };
        /** @description Whether to remove, or only to tell. */
        CleanupRequest: {
            /**
             * @description Only tell what would be removed; true when left out.
             * @default true
             */
            dry_run: boolean;
        };
        /** @description Something that stays. */
        CleanupStay: {
            /**
             * Format: int64
             * @description How many, where they can be counted.
             */
            count?: number | null;
            /** @description Names of the first 20. */
            names: string[];
            /** @description What. */
            what: string;
            /** @description Why, and how to be rid of it where that is possible. */
            why: string;
        };
        /** @description What was, or would be, removed. */
        CleanupView: {
            /** @description Whether nothing was removed. */
            dry_run: boolean;
            /** @description Keys made here that no integration signs with. */
            keys: string[];
            /** @description Organizations that are not connected and of which snapshots are kept. */
            organizations: components["schemas"]["Leftover"][];
            /** @description What else goes, in this order; kinds of which there is nothing are left out. */
            parts: components["schemas"]["CleanupPart"][];
            /** @description What stays, and why. */
            stays: components["schemas"]["CleanupStay"][];
        };
        /** @description All collectors. */
        CollectorList: {
            /** @description By source. */
            collectors: components["schemas"]["CollectorView"][];
        };
        /** @description A collector: what brings the events of one source. */
        CollectorView: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description Why, in one sentence. */
            error?: string | null;
            /**
             * Format: int64
             * @description Events it brought since the start of the server, those that were there before included.
             */
            events: number;
            /** @description Times of which events may be missing, and why. */
            gaps: components["schemas"]["GapView"][];
            /** @description How far back history is read, RFC 3339; `null` when all of it is. */
            history_until?: string | null;
            /**
             * Format: int64
             * @description Seconds between the newest event and the moment it was taken in, at the last reading.
             */
            lag_s?: number | null;
            /** @description When it last failed, RFC 3339. */
            last_failure?: string | null;
            /** @description When it last read to the end, RFC 3339. */
            last_success?: string | null;
            /**
             * Format: int64
             * @description Those that are no JSON objects; kept.
             */
            malformed?: number;
            /** @description Its name, for a source that somebody made; else empty. */
            name?: string;
            /** @description The organization it reads; empty for files. */
            org: string;
            /**
             * Format: int64
             * @description Those that had been kept before.
             */
            repeated?: number;
            /** @description `okta`, `aws`, `github`, `teleport`, `self`. */
            source: string;
            /** @description `following`, `history`, `waiting`, `failing`, `off`, `by_import`. */
            state: string;
            /**
             * Format: int64
             * @description Those of them that were new.
             */
            stored?: number;
            /** @description What it was told of and cannot read: it stays where it is and is tried again. */
            troubles?: components["schemas"]["TroubleView"][];
            /**
             * Format: int64
             * @description Those of a type that no table knows; kept.
             */
            unknown?: number;
        };
        /** @description What a wish came to. */
        CollectorWoken: {
            /** @description One sentence. */
            message: string;
        };
        /** @description A column of the schema, for completion. */
        ColumnView: {
            /** @description Other names that mean it. */
            aliases: string[];
            /** @description Whether its values can be counted as a facet. */
            is_facet: boolean;
            /** @description `word`, `text`, `number`, `time`, `date`, `truth`, `list`. */
            kind: string;
            /** @description What it means. */
            meaning: string;
            /** @description Its name. */
            name: string;
        };
        /** @description A failure of a component, however often it came. */
        ComponentError: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description `scan`, `refresh`, `user_sync`, `system_log`, `sign_on`, `scim`. */
            component: string;
            /**
             * Format: int64
             * @description How often it came.
             */
            count: number;
            /** @description When it came first, RFC 3339. */
            first_at: string;
            /** @description For people. */
            label: string;
            /** @description When it came last, RFC 3339. */
            last_at: string;
            /** @description One sentence. */
            message: string;
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
        /** @description All connectors by name. */
        ConnectorList: {
            /** @description By name. */
            connectors: components["schemas"]["ConnectorView"][];
        };
        /** @description Makes or changes a connector. */
        ConnectorRequest: {
            /**
             * Format: password
             * @description The client secret of an OpenID Connect connector; the one that is kept stays when it is left out.
             */
            client_secret?: string | null;
            /**
             * @description Agrees to new signing keys, another entity id or other addresses in changed metadata. A key that goes needs no
             *     agreement: it takes trust away.
             */
            confirm?: boolean;
            /** @description Unique, of letters, digits, `-` and `_`; needed to make one. */
            name?: string | null;
            oidc?: components["schemas"]["OidcSpec"] | null;
            /**
             * Format: int64
             * @description The revision that was read; needed to change one.
             */
            revision?: number | null;
            spec?: components["schemas"]["SamlSpec"] | null;
        };
        /** @description A way to sign in through an identity provider. */
        ConnectorView: {
            /** @description RFC 3339. */
            created_at: string;
            /** @description What the button on the sign-in page says. */
            display: string;
            identity_provider?: components["schemas"]["IdentityProviderView"] | null;
            /** @description `saml` or `oidc`. */
            kind: string;
            /** @description The last time that somebody who is here came through it, RFC 3339. */
            last_sign_in?: string | null;
            /** @description Where a sign-in begins. */
            login_url: string;
            /** @description Unique; stands in addresses. */
            name: string;
            oidc?: components["schemas"]["OidcSpec"] | null;
            oidc_client?: components["schemas"]["OidcClientView"] | null;
            /** @description Origin of the organization for whose people it can vouch. */
            organization?: string | null;
            refresh?: components["schemas"]["RefreshView"] | null;
            /**
             * Format: int64
             * @description Send it back with a change.
             */
            revision: number;
            service_provider?: components["schemas"]["ServiceProviderView"] | null;
            spec?: components["schemas"]["SamlSpec"] | null;
            /** @description RFC 3339. */
            updated_at: string;
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
            /** @description Whether nothing was deleted, and this tells what would be. */
            dry_run: boolean;
            /** @description What goes and what it ends, in sentences. */
            goes: string[];
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
            /** @description What outlives the integration, with counts and names: `plugins cleanup` deals with it. */
            stays: components["schemas"]["CleanupPart"][];
        };
        /** @description A message about an alert. */
        DeliveryRow: {
            /** @description Why the last try failed. */
            error?: string | null;
            /** @description Name of the forward. */
            forward: string;
            /** @description When it was sent, RFC 3339. */
            sent_at?: string | null;
            /** @description `waiting`, `sent`, `given_up`. */
            state: string;
            /**
             * Format: int64
             * @description How often it was tried.
             */
            tries: number;
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
        /** @description A device, or a browser where the source knows no device. */
        DeviceRow: {
            /** @description Browser and system. */
            agent?: string | null;
            /** @description The device's id, where the source tells one. */
            device?: string | null;
            /**
             * Format: int64
             * @description Its events.
             */
            events: number;
            /** @description First event, RFC 3339. */
            first: string;
            /** @description Last event, RFC 3339. */
            last: string;
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
            /**
             * Format: int32
             * @description Days of the System Log's past that are fetched, 0 to 90.
             */
            log_history_days?: number | null;
            /**
             * Format: int32
             * @description Seconds between two readings of the System Log for the Activity Center, 5 to 3600; 0 switches that off, `null` is as
             *     the server is set.
             */
            log_interval_s?: number | null;
            /**
             * Format: int32
             * @description Seconds between two looks at the System Log for what changed since the scan, 1 to 3600; 0 waits for the next scan.
             */
            refresh_interval_s?: number | null;
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
        /** @description A value that a rule groups by. */
        EntityValue: {
            /** @description The column. */
            column: string;
            /** @description Its value. */
            value: string;
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
        /** @description A page of events, newest first. */
        EventPage: {
            /**
             * Format: int64
             * @description How many events the question finds; `null` on pages after the first.
             */
            count?: number | null;
            /**
             * Format: int64
             * @description What the search took, in microseconds.
             */
            elapsed_us: number;
            /** @description Newest first. */
            events: components["schemas"]["EventView"][];
            /** @description Pass it as `cursor` for the next, older page. */
            next_cursor?: string | null;
        };
        /** @description An event: the 45 columns of the schema; what is null is left out. */
        EventView: {
            /** @description Our verb: login, mfa.reset, role.grant, …; `other` when unknown. */
            action: string;
            /**
             * Format: int32
             * @description OCSF activity of that class.
             */
            activity_id: number;
            /** @description Who did it, as the source's id. */
            actor_id?: string;
            /** @description User, admin, app, token, bot, role, system, support. */
            actor_kind?: string;
            /** @description Who did it, as login, mail or name. */
            actor_name?: string;
            /** @description Name of the network, or the calling service. */
            as_org?: string;
            /**
             * Format: int32
             * @description Autonomous system number.
             */
            asn?: number;
            /** @description Password, push, fastpass, webauthn, otp, saml, oidc, token, …. */
            auth_method?: string;
            /** @description Before and after, or the parameters that matter, as JSON. */
            changes?: string;
            /** @description City. */
            city?: string;
            /**
             * Format: int32
             * @description OCSF class, numbers of 1.8.
             */
            class_uid: number;
            /** @description ISO 3166 code of two letters. */
            country?: string;
            /** @description Token, key, hash of an access token, certificate. */
            credential_id?: string;
            /** @description Device, or hash of the device token. */
            device_id?: string;
            /** @description Day of `event_time` in UTC, the partition. */
            event_date: string;
            /** @description When it happened, RFC 3339 to the microsecond. */
            event_time: string;
            /** @description The source's own name for what happened, untouched. */
            event_type: string;
            /** @description `source/source_org/uid`: names the event in `/api/v1/activity/events/{id}`, URL-encoded. */
            id: string;
            /** @description The person or workload behind the actor, after correlation. */
            identity_id?: string;
            /** @description Issuer, connector or provider. */
            idp_id?: string;
            /** @description When it was taken in, RFC 3339 to the microsecond. */
            ingest_time: string;
            /** @description Address of the client. */
            ip?: string;
            /** @description Proxy, VPN, Tor or hosting, when known. */
            is_anonymiser?: boolean;
            /** @description Whether a second factor was used, when known. */
            is_mfa?: boolean;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude?: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude?: number;
            /** @description Impersonated or assumed identity. */
            on_behalf_of?: string;
            /** @description The person behind the actor now, after corrections; `identity_id` is what was known at intake. */
            person?: string;
            /**
             * @description The source's text, byte for byte
             *     (bytes that are no UTF-8 are replaced here); lists leave it out unless asked for.
             */
            raw?: string;
            /** @description State or region. */
            region?: string;
            /** @description Low, medium, high. */
            risk_level?: string;
            /** @description Session of the source. */
            session_id?: string;
            /** @description First session of the chain. */
            session_root?: string;
            /**
             * Format: int32
             * @description OCSF severity, 0 unknown to 6 fatal.
             */
            severity_id: number;
            /** @description Facts found in the event: new_device, new_ip, privilege:…, network:anywhere, …. */
            signals?: string[];
            /** @description Okta, aws, github, teleport, self. */
            source: string;
            /** @description Okta organization, AWS account, GitHub organization, Teleport cluster. */
            source_org: string;
            /** @description Part of the source: app of the request, AWS service, repository, node. */
            source_part?: string;
            /** @description Success, failure, challenge, unknown. */
            status: string;
            /** @description The source's result and reason, or its error code. */
            status_detail?: string;
            /** @description Id of the main target. */
            target_id?: string;
            /** @description All targets as `kind:id`. */
            target_ids?: string[];
            /** @description User, group, app, role, policy, idp, token, device, repo, …. */
            target_kind?: string;
            /** @description Name of the main target. */
            target_name?: string;
            /** @description Browser/system. */
            ua_family?: string;
            /** @description The source's own event id; unique with `source` and `source_org`. */
            uid: string;
            /** @description User agent, untouched. */
            user_agent?: string;
        };
        /** @description An event that an alert rests on. */
        EvidenceView: {
            /** @description Its type. */
            event_type: string;
            /** @description Id of the event; of an alert, where a rule reads alerts. */
            id: string;
            /** @description Its source; `alert` for alerts. */
            source: string;
            /** @description When it happened, RFC 3339. */
            time: string;
        };
        /** @description A question that comes ready. */
        ExampleSearch: {
            /** @description Its text. */
            q: string;
            /** @description Its name. */
            title: string;
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
        /** @description Counts of values, over all events that the question finds. */
        FacetList: {
            /**
             * Format: int64
             * @description What counting took, in microseconds.
             */
            elapsed_us: number;
            /** @description One a column, in the order asked for. */
            facets: components["schemas"]["FacetView"][];
            /**
             * Format: int64
             * @description Events that the question finds.
             */
            total: number;
        };
        /** @description One value and how often it occurs. */
        FacetValue: {
            /**
             * Format: int64
             * @description Events that bear it.
             */
            count: number;
            /** @description The value as text. */
            value: string;
        };
        /** @description The values of one column. */
        FacetView: {
            /** @description The column. */
            column: string;
            /**
             * Format: int64
             * @description Distinct values beyond those listed.
             */
            more: number;
            /**
             * Format: int64
             * @description Events in which the column is null.
             */
            nulls: number;
            /** @description The most frequent values first. */
            values: components["schemas"]["FacetValue"][];
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
        /** @description What one filter takes. */
        FilterPreview: {
            /** @description Patterns that no name is like. */
            idle: string[];
            /**
             * Format: int64
             * @description How many are meant.
             */
            matched: number;
            /** @description Names of the first 50 that are meant. */
            names: string[];
            /**
             * Format: int64
             * @description How many there are.
             */
            of: number;
        };
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
        /** @description Changes a forward; what is left out stays. */
        ForwardChange: {
            /** @description Only check it. */
            dry_run?: boolean;
            /** @description Whether it is told. What waits when it is switched off waits until it is switched on. */
            enabled?: boolean | null;
            /** @description Another kind; takes a new `target`. */
            kind?: string | null;
            /** @description Alerts of this severity and above. */
            min_severity?: string | null;
            /**
             * Format: password
             * @description Another secret; an empty text for none.
             */
            secret?: string | null;
            /**
             * Format: password
             * @description Another address.
             */
            target?: string | null;
        };
        /** @description Where alerts are forwarded to. */
        ForwardList: {
            /** @description By name. */
            forwards: components["schemas"]["ForwardView"][];
        };
        /** @description Makes a forward. */
        ForwardRequest: {
            /** @description Only check it. */
            dry_run?: boolean;
            /** @description Whether it is told; it is when left out. */
            enabled?: boolean;
            /** @description `webhook`, `slack`, `email`, `syslog`. */
            kind: string;
            /** @description Alerts of this severity and above; `medium` when left out. */
            min_severity?: string | null;
            /** @description Its name. */
            name: string;
            /**
             * @description Secret that signs webhooks (HMAC-SHA256 over time and body, header `x-portolan-signature`); for e-mail the
             *     password of the user.
             */
            secret?: string | null;
            /**
             * @description Address: `https://…`; `smtps://host/?from=…&to=…` (TLS) or `smtp://…` (STARTTLS), with `&user=…` where the
             *     server wants one; `tcp://host:port` or `udp://host:port`, with `?format=ocsf` for OCSF findings.
             */
            target: string;
        };
        /** @description What became of a test message. */
        ForwardTested: {
            /**
             * Format: int64
             * @description Milliseconds until the answer.
             */
            elapsed_ms: number;
            /** @description What to do, where something is to be done. */
            hint?: string | null;
            /** @description What happened, in one sentence. */
            message: string;
            /**
             * @description `taken`: the other side said yes. `sent`: it went out, and the other side says nothing back, as syslog is.
             *     `failed`: it did not arrive.
             */
            outcome: string;
        };
        /** @description Where alerts are forwarded to. The target is sealed and shown in part. */
        ForwardView: {
            /** @description Whether it is told. */
            enabled: boolean;
            /** @description Id. */
            id: string;
            /** @description `webhook`, `slack`, `email`, `syslog`. */
            kind: string;
            /** @description Why the last try failed; `null` after a success. */
            last_error?: string | null;
            /** @description When a message last went out, RFC 3339. */
            last_sent?: string | null;
            /** @description Alerts of this severity and above are told. */
            min_severity: string;
            /** @description Its name. */
            name: string;
            /** @description Host of the target; never its path or secret. */
            target_host: string;
            /**
             * Format: int64
             * @description Messages that wait.
             */
            waiting: number;
        };
        /** @description A time of which events may be missing. */
        GapView: {
            /** @description From, RFC 3339. */
            from: string;
            /** @description Until, RFC 3339. */
            until: string;
            /** @description Why. */
            why: string;
        };
        /** @description GitHub's audit log, over its API. */
        GitHubSource: {
            /** @description Address of the API; `https://api.github.com` when left out, `https://HOST/api/v3` for a server of one's own. */
            api_url?: string | null;
            /** @description Or the id of a GitHub App that may. */
            app_id?: string | null;
            /** @description With its private key, as PEM; kept sealed. */
            app_key?: string | null;
            /** @description Or slug of the enterprise. */
            enterprise?: string | null;
            /** @description `all`, `web` or `git`; `all` when left out. */
            include?: string | null;
            /** @description Name of the organization. */
            org?: string | null;
            /** @description A token that may read the audit log; kept sealed. */
            token?: string | null;
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
        /** @description What one person or workload did, over all sources. */
        IdentityActivity: {
            /** @description Accounts in all sources, with the evidence for each. */
            accounts: components["schemas"]["LinkedAccount"][];
            /** @description Alerts about the person, newest first. */
            alerts: components["schemas"]["AlertRow"][];
            /** @description Devices and user agents, the newest first. */
            devices: components["schemas"]["DeviceRow"][];
            /**
             * Format: int64
             * @description Events found.
             */
            events: number;
            /** @description Counts of sources, actions, results, countries, ways of signing in, networks. */
            facets: components["schemas"]["FacetView"][];
            /** @description Time of the first, RFC 3339. */
            first?: string | null;
            /**
             * @description Accounts that may be theirs: they bear a name that whoever acts may choose, such as the session of an AWS role. What
             *     they did is not among the events here; a correction links them.
             */
            hints?: components["schemas"]["LinkedAccount"][];
            /** @description What the name means: `person` for people and workloads, `credential` or `session` when events bear it as that. */
            kind: string;
            /** @description Time of the last, RFC 3339. */
            last?: string | null;
            /**
             * Format: int64
             * @description Events that sessions, places and devices were made of: the newest of all found, at most 5,000.
             */
            looked_at: number;
            /** @description The name that was asked for. */
            name: string;
            /** @description Text id of the node of the access graph; `null` when the graph does not know the name. */
            node?: string | null;
            /** @description Who did these events, the most frequent first, at most 20: of a credential or a session, who used it. */
            people: components["schemas"]["PersonBehind"][];
            /** @description The person it belongs to; the name itself where nobody is known. */
            person: string;
            /** @description Places with coordinates, the most frequent first. */
            places: components["schemas"]["PlaceRow"][];
            /** @description Query that finds the events; for Investigate. */
            q: string;
            /** @description Sessions, the newest first. */
            sessions: components["schemas"]["SessionRow"][];
            /** @description Events over time. */
            timeline: components["schemas"]["TimelineView"];
        };
        /** @description What the pinned metadata says. */
        IdentityProviderView: {
            /** @description Its entity id. */
            entity_id: string;
            /** @description Pinned keys. */
            keys: components["schemas"]["PinnedKey"][];
            /** @description Where log-outs are sent. */
            slo_url?: string | null;
            /** @description Where people are sent. */
            sso_url?: string | null;
            /** @description Until when the metadata holds, RFC 3339. */
            valid_until?: string | null;
        };
        /** @description What became of an import. */
        ImportView: {
            /**
             * Format: int64
             * @description Alerts that were raised or changed when the run was judged.
             */
            alerts: number;
            /**
             * Format: int64
             * @description Bytes read, uncompressed.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Those of them whose text is another than that of the event that is kept; they are not kept.
             */
            differing: number;
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            elapsed_ms: number;
            /** @description Time of the first event that was kept, RFC 3339; `null` when none was. */
            first?: string | null;
            /** @description Whether rules have judged them, and what other files of the run brought; not yet when more files follow. */
            judged: boolean;
            /** @description Time of the last. */
            last?: string | null;
            /**
             * Format: int64
             * @description Texts that are no JSON objects; kept as events of type `malformed`.
             */
            malformed: number;
            /**
             * Format: int64
             * @description Events read.
             */
            read: number;
            /**
             * Format: int64
             * @description Events whose id was kept before, or came before in the same input.
             */
            repeated: number;
            /**
             * Format: int64
             * @description Events kept.
             */
            stored: number;
            /**
             * Format: int64
             * @description Events of a type that no table knows; kept.
             */
            unknown: number;
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
             * Format: int32
             * @description Days of the System Log's past that are fetched, 0 to 90: Okta keeps no more.
             * @default 90
             */
            log_history_days: number;
            /**
             * Format: int32
             * @description Seconds between two readings of the System Log for the Activity Center, 5 to 3600; 0 switches that off, `null` is as
             *     the server is set (`events_interval_s`).
             */
            log_interval_s?: number | null;
            /**
             * Format: int32
             * @description Seconds between two looks at the System Log for what changed since the scan, 1 to 3600; 0 waits for the next scan.
             * @default 60
             */
            refresh_interval_s: number;
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
            /** @description After a change of settings: what it changes, in sentences. */
            effects?: string[];
            /** @description The error log: what failed last in each component, newest first. */
            errors?: components["schemas"]["ComponentError"][];
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
        /** @description The query language: what may be written. */
        LanguageView: {
            /** @description Columns by which events are found. */
            columns: components["schemas"]["ColumnView"][];
            /** @description Questions to begin with. */
            examples: components["schemas"]["ExampleSearch"][];
        };
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
        /** @description An account of a person. */
        LinkedAccount: {
            /** @description Id of the event that told it. */
            event?: string | null;
            /** @description The value that told it, or who corrected it. */
            evidence: string;
            /** @description The account's id there. */
            id: string;
            /** @description Its organization. */
            org: string;
            /** @description The person. */
            person: string;
            /**
             * @description `manual`, `directory`, `external_identity`, `sign_in_attribute`, `saml_subject`, `mail`, `local_name`; of a hint
             *     `session_name`.
             */
            reason: string;
            /** @description When it was told, RFC 3339. */
            since?: string | null;
            /** @description The source. */
            source: string;
        };
        /** @description All accounts of a person. */
        LinkedAccounts: {
            /** @description By source. */
            accounts: components["schemas"]["LinkedAccount"][];
        };
        /** @description What the filters take of the last scan. */
        ListSyncPreview: {
            /** @description Of the apps. */
            apps: components["schemas"]["FilterPreview"];
            /** @description When it begins, in one sentence. */
            begins: string;
            /** @description Of the groups. */
            groups: components["schemas"]["FilterPreview"];
            /** @description Default owners who are nobody here. */
            unknown_owners: string[];
        };
        /** @description What is set of app and group sync. */
        ListSyncSettings: {
            /**
             * @description Apps, by label.
             * @default {
             *       "exclude": [],
             *       "include": []
             *     }
             */
            apps: components["schemas"]["NameFilter"];
            /**
             * @description Whether changes of a list are to be made in Okta; otherwise lists follow Okta and are read only.
             * @default true
             */
            bidirectional: boolean;
            /**
             * @description Names of people here who own a list that names no owner.
             * @default []
             */
            default_owners: string[];
            /**
             * @description Groups, by name.
             * @default {
             *       "exclude": [],
             *       "include": []
             *     }
             */
            groups: components["schemas"]["NameFilter"];
        };
        /** @description App and group sync: what is set, and what comes of it. */
        ListSyncView: {
            /** @description When it begins, in one sentence: there are no Access Lists yet. */
            begins: string;
            /** @description What is set. */
            settings: components["schemas"]["ListSyncSettings"];
        };
        /** @description Locks in force, newest first. */
        LockList: {
            /** @description Newest first. */
            locks: components["schemas"]["LockView"][];
        };
        /** @description Makes a lock. */
        LockRequest: {
            /**
             * Format: int32
             * @description Hours until it ends; none for no end.
             */
            hours?: number | null;
            /** @description What it names. */
            kind: components["schemas"]["LockTargetWord"];
            /** @description For people. */
            message?: string;
            /** @description The name. */
            target: string;
        };
        /**
         * @description What a lock names.
         * @enum {string}
         */
        LockTargetWord: "user" | "role" | "token";
        /** @description A lock. */
        LockView: {
            /** @description `manual`, `scim` or `sync`. */
            cause: string;
            /** @description RFC 3339. */
            created_at: string;
            /** @description Who made it. */
            created_by: string;
            /** @description RFC 3339; none when it has no end. */
            expires_at?: string | null;
            /** @description Id. */
            id: string;
            /** @description What it names. */
            kind: components["schemas"]["LockTargetWord"];
            /** @description For people. */
            message: string;
            /** @description The name. */
            target: string;
        };
        /** @description Metadata to look at before anything is kept. */
        MetadataRequest: {
            /** @description The connector whose pinned metadata it is compared with. */
            connector?: string | null;
            /** @description Where it can be read. */
            metadata_url?: string | null;
            /** @description As XML. */
            metadata_xml?: string | null;
        };
        /** @description What metadata says. */
        MetadataView: {
            /** @description What is other than in the connector, in sentences. */
            changes: string[];
            /** @description What it says. */
            identity_provider: components["schemas"]["IdentityProviderView"];
            /** @description As it was read. */
            metadata_xml: string;
            /** @description Whether one of them must be agreed to. */
            needs_confirmation: boolean;
        };
        /** @description Which names are meant. A pattern is a text in which `*` stands for any text, or a regular expression `^…$`. */
        NameFilter: {
            /**
             * @description None of these may be.
             * @default []
             */
            exclude: string[];
            /**
             * @description One of these must be like it; everything when there is none.
             * @default []
             */
            include: string[];
        };
        /** @description A passkey that the browser made. */
        NewPasskeyRequest: {
            /** @description `response.attestationObject`. */
            attestation: string;
            /** @description `response.clientDataJSON`. */
            client_data: string;
            /** @description What its owner calls it. */
            name: string;
        };
        /** @description Makes a local administrator. */
        NewPerson: {
            /** @description Unique, whatever the letter case. */
            name: string;
            /**
             * Format: password
             * @description The first password: at least 12 characters.
             */
            password: string;
            /** @description Names of roles. */
            roles: string[];
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
        /**
         * @description How a client proves to be itself.
         * @enum {string}
         */
        OidcClientAuth: "client_secret_basic" | "client_secret_post" | "private_key_jwt";
        /** @description What to enter in Okta for an OpenID Connect connector. */
        OidcClientView: {
            /** @description Whether a client secret is kept. */
            has_secret: boolean;
            /** @description "Sign-out redirect URI". */
            post_logout_url: string;
            /** @description Our public key as a JWK, for `private_key_jwt`. */
            public_jwk?: string | null;
            /** @description "Sign-in redirect URI". */
            redirect_url: string;
        };
        /** @description An OpenID Connect connector as its administrator sets it. */
        OidcSpec: {
            /** @description From claims to roles: the union of all that match. */
            attributes_to_roles?: components["schemas"]["RoleMapping"][];
            /** @description How we prove to be that client. */
            client_auth?: components["schemas"]["OidcClientAuth"];
            /** @description Our name there. */
            client_id: string;
            /** @description What the button on the sign-in page says. */
            display?: string;
            /** @description Whether the person must authenticate anew each time. */
            force_authn?: boolean;
            /** @description The issuer, letter by letter: the organization's address, or that of an authorization server of it. */
            issuer: string;
            /** @description The claim that holds the person's login; `preferred_username` when left out. */
            name_claim?: string | null;
            /**
             * @description The organization's address, where the one at which people sign in is another one, such as a custom domain of it; else
             *     it is told by that. The connector vouches for people of this organization, and for those whom it brought itself.
             */
            organization?: string | null;
            /** @description What is asked for beside `openid`. */
            scopes?: string[];
        };
        /**
         * @description Where a person comes from.
         * @enum {string}
         */
        OriginWord: "local" | "sso" | "okta";
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
        /** @description What the browser is asked to prove (`PublicKeyCredentialRequestOptions`). */
        PasskeyChallenge: {
            /** @description Answered once, within five minutes. */
            challenge: string;
            /** @description The host that the passkey is for. */
            rp_id: string;
        };
        /** @description Renames a passkey. */
        PasskeyChange: {
            /** @description What its owner calls it. */
            name: string;
        };
        /** @description One's own passkeys, oldest first. */
        PasskeyList: {
            /** @description Oldest first. */
            passkeys: components["schemas"]["PasskeyView"][];
        };
        /** @description What the browser is asked to make (`PublicKeyCredentialCreationOptions`). */
        PasskeyOffer: {
            /** @description Answered once, within five minutes. */
            challenge: string;
            /** @description Passkeys that the person has: no second one on the same authenticator. */
            exclude: string[];
            /** @description The host that the passkey is for. */
            rp_id: string;
            /** @description The person's handle. */
            user_id: string;
            /** @description The person's name. */
            user_name: string;
        };
        /** @description What the browser proves. */
        PasskeyProof: {
            /** @description `response.authenticatorData`. */
            authenticator_data: string;
            /** @description `response.clientDataJSON`. */
            client_data: string;
            /** @description The credential id. */
            id: string;
            /** @description `response.signature`. */
            signature: string;
            /** @description `response.userHandle`, where the authenticator gives it. */
            user_handle?: string | null;
        };
        /** @description A passkey. */
        PasskeyView: {
            /** @description RFC 3339. */
            created_at: string;
            /** @description The credential id. */
            id: string;
            /** @description When somebody last signed in with it, RFC 3339. */
            last_used_at?: string | null;
            /** @description What its owner calls it. */
            name: string;
        };
        /** @description Changes one's own password. */
        PasswordChange: {
            /**
             * Format: password
             * @description The present one; not needed with a proof by passkey.
             */
            current?: string | null;
            /**
             * Format: password
             * @description The new one.
             */
            new: string;
        };
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
        /** @description A page of people, by name. */
        PeoplePage: {
            /** @description Pass it as `cursor` for the next page. */
            next_cursor?: string | null;
            /** @description By name. */
            people: components["schemas"]["PersonView"][];
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** @description Somebody who did some of the events. */
        PersonBehind: {
            /**
             * Format: int64
             * @description Events, among those that were looked at.
             */
            events: number;
            /** @description The person; the actor's name where nobody is known. */
            person: string;
        };
        /** @description Changes a person; what is left out stays. */
        PersonChange: {
            /** @description Whether the person is barred from signing in. */
            disabled?: boolean | null;
            /**
             * Format: password
             * @description A new first password of a local person; their sessions end.
             */
            password?: string | null;
            /**
             * Format: int64
             * @description The revision on which the roles were decided: when somebody else has changed the person since, 409 and no change.
             */
            revision?: number | null;
            /** @description Roles that are assigned. */
            roles?: string[] | null;
            /** @description `false` takes the second factor away, when its device is lost. */
            second_factor?: boolean | null;
        };
        /**
         * @description In which state a person is.
         * @enum {string}
         */
        PersonStateWord: "active" | "locked" | "inactive";
        /** @description A person. */
        PersonView: {
            /** @description The connector of the last sign-in. */
            connector?: string | null;
            /** @description RFC 3339. */
            created_at: string;
            /** @description May be empty. */
            display_name: string;
            /** @description May be empty. */
            email: string;
            /** @description Whether a password is kept here. */
            has_password: boolean;
            /** @description Whether a second factor is set up. */
            has_second_factor: boolean;
            /** @description Never changes. */
            id: string;
            /** @description Since when the person is barred or inactive, RFC 3339. */
            inactive_since?: string | null;
            /** @description Labels. */
            labels: {
                [key: string]: string;
            };
            /** @description RFC 3339. */
            last_sign_in_at?: string | null;
            /** @description Roles that the connector's mapping gave at the last sign-in. */
            mapped_roles: string[];
            /** @description Unique; for people of an organization their login there. */
            name: string;
            /** @description Text id of the person's node in the access graph. */
            node?: string | null;
            /** @description The id there. */
            okta_id?: string | null;
            /** @description The organization, if one is behind the person. */
            org_url?: string | null;
            /** @description Where the person comes from. */
            origin: components["schemas"]["OriginWord"];
            /** @description When the record of an inactive person goes, RFC 3339. */
            purge_at?: string | null;
            /**
             * Format: int64
             * @description Counts changes.
             */
            revision: number;
            /** @description Roles that were assigned. */
            roles: string[];
            /** @description Whether the person may sign in. */
            state: components["schemas"]["PersonStateWord"];
            /** @description What the organization says of the person. */
            traits: {
                [key: string]: string[];
            };
            /** @description RFC 3339. */
            updated_at: string;
        };
        /** @description A pinned signing key. */
        PinnedKey: {
            /** @description RFC 3339. */
            expires_at?: string | null;
            /** @description SHA-256 of the certificate, in hexadecimal. */
            fingerprint: string;
        };
        /** @description A place. */
        PlaceRow: {
            /** @description City. */
            city?: string | null;
            /** @description ISO 3166 code. */
            country: string;
            /**
             * Format: int64
             * @description Its events.
             */
            events: number;
            /** @description First event, RFC 3339. */
            first: string;
            /** @description Last event, RFC 3339. */
            last: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /** @description State or region. */
            region?: string | null;
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
            /** @description The connector that vouched for the person; none with a password. */
            connector?: string | null;
            /** @description Name of the person, or of the token. */
            name: string;
            /** @description What the roles permit, as `kind.verb`: `plugin.update`, `user.list`, … */
            permissions: string[];
            /** @description Names of the roles. */
            roles: string[];
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
        /** @description Proves anew who one is: by one of them. */
        ProofRequest: {
            passkey?: components["schemas"]["PasskeyProof"] | null;
            /**
             * Format: password
             * @description One's password.
             */
            password?: string | null;
        };
        /** @description What a proof is worth: one change of what protects the account, within five minutes, in this session. */
        ProofTicket: {
            /** @description Send it as the header `x-portolan-proof`. */
            ticket: string;
        };
        /** @description What a look at an OpenID Connect provider shows. */
        ProviderCheck: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description Where browsers are sent. */
            authorization_endpoint: string;
            /** @description Whether it takes the client with its secret or key; `null` when its answer does not tell. */
            client_taken?: boolean | null;
            /** @description Where its sessions are ended, if it says so. */
            end_session_endpoint?: string | null;
            /** @description As it names itself. */
            issuer: string;
            /** @description Algorithm and id of each key that it may sign with. */
            keys: string[];
            /** @description What is wrong. */
            message?: string | null;
            /** @description Where codes are exchanged. */
            token_endpoint: string;
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
        /** @description A search that comes ready: one of the usual views. */
        ReadySearch: {
            /** @description What it finds, and what not, in one sentence. */
            about: string;
            /** @description Earliest time, as a span before now. */
            from: string;
            /** @description `admin-actions`, `sign-ins`, `mfa`, `access-changes`, `suspicious-sign-ins`. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The question. */
            q: string;
        };
        /** @description How reading a connector's metadata again by itself goes. */
        RefreshView: {
            /** @description What to do about it. */
            advice?: string | null;
            /** @description Changes that wait for an administrator's word, in sentences. */
            changes: string[];
            /** @description When it was tried last, RFC 3339. */
            checked_at?: string | null;
            /** @description What went wrong, or what waits for an administrator's word. */
            message?: string | null;
            /** @description When it is read the next time, RFC 3339. */
            next_at?: string | null;
            /** @description When it was read last, RFC 3339. */
            read_at?: string | null;
        };
        /** @description Which rules are to be played, over which time. */
        ReplayRequest: {
            /**
             * @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`; `30d` when left out.
             * @default null
             */
            from: string | null;
            /**
             * @description Ids of rules, switched on or not; none is every rule that is switched on.
             * @default []
             */
            rules: string[];
            /**
             * @description Latest time, the same; now when left out.
             * @default null
             */
            until: string | null;
        };
        /** @description What a rule would have said. */
        ReplayView: {
            /** @description Alerts it would have raised, oldest first, at most 1,000. */
            alerts: components["schemas"]["AlertRow"][];
            /**
             * Format: int64
             * @description How many alerts beyond.
             */
            alerts_left_off: number;
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            elapsed_ms: number;
            /**
             * Format: int64
             * @description Events of the time that were looked at.
             */
            events: number;
            /**
             * Format: int64
             * @description Events that the rule was touched by.
             */
            hits: number;
        };
        /** @description A rule that was played. */
        ReplayedRule: {
            /**
             * Format: int64
             * @description Alerts that it would have raised.
             */
            alerts: number;
            /** @description Id. */
            id: string;
            /** @description `info`, `low`, `medium`, `high`, `critical`. */
            severity: string;
            /** @description One line. */
            title: string;
        };
        /** @description What became of one resource. */
        ResourceApplied: {
            /** @description Its kind. */
            kind: string;
            /** @description Its name. */
            name: string;
            /** @description What became of it. */
            outcome: components["schemas"]["ResourceOutcome"];
        };
        /** @description A field of a resource. */
        ResourceField: {
            /** @description What it holds. */
            holds: string;
            /** @description What it does. */
            meaning: string;
            /** @description Its path. */
            path: string;
        };
        /** @description Every kind of resource. */
        ResourceKindList: {
            /** @description In the order in which they are brought in. */
            kinds: components["schemas"]["ResourceKindView"][];
        };
        /** @description A kind of resource. */
        ResourceKindView: {
            /** @description What may stand in `spec`. */
            fields: components["schemas"]["ResourceField"][];
            /** @description The word in `kind`. */
            kind: string;
            /** @description What whoever asks may do with it: `list`, `read`, `create`, `update`, `delete`. */
            may: string[];
            /** @description What it is. */
            meaning: string;
            /** @description The word for several. */
            plural: string;
            /** @description The version that is written; the others that are read. */
            versions: string[];
        };
        /** @description Resources of one kind. */
        ResourceList: {
            /** @description By name. */
            resources: components["schemas"]["ResourceView"][];
        };
        /** @description What every kind has. */
        ResourceMetadata: {
            /** @description For people. */
            description?: string;
            /** @description For matching. */
            labels?: {
                [key: string]: string;
            };
            /** @description Unique within the kind. */
            name: string;
            /** @description Sent back with a change, it is refused when somebody else changed the resource in between. */
            revision?: string | null;
        };
        /**
         * @description What became of a resource.
         * @enum {string}
         */
        ResourceOutcome: "created" | "replaced" | "unchanged";
        /** @description A resource. Field names are those of Teleport's public reference where it has the kind. */
        ResourceView: {
            /** @description The kind: one of `GET /api/v1/resources`. */
            kind: string;
            /** @description What every kind has. */
            metadata: components["schemas"]["ResourceMetadata"];
            /** @description What is wanted. */
            spec: Record<string, never>;
            /** @description What the server says of it; ignored when it is sent. */
            status: Record<string, never>;
            /** @description Version of the form, for example `v7`. */
            version: string;
        };
        /** @description What became of resources that were sent. */
        ResourcesApplied: {
            /** @description Whether nothing was done but looking. */
            dry_run: boolean;
            /** @description In the order in which they were sent. */
            resources: components["schemas"]["ResourceApplied"][];
        };
        /** @description One half of a role. */
        RoleConditions: {
            /**
             * @description Apps by their labels: every key must match one of its patterns, `*` stands for any text.
             * @default {}
             */
            app_labels: {
                [key: string]: string[];
            };
            /**
             * @description Groups by their labels.
             * @default {}
             */
            group_labels: {
                [key: string]: string[];
            };
            /**
             * @description Roles that may be asked for.
             * @default []
             */
            request_roles: string[];
            /**
             * @description Roles whose requests may be decided.
             * @default []
             */
            review_roles: string[];
            /**
             * @description Kinds of resource with what may be done to them; an empty list of kinds or verbs means every one.
             * @default []
             */
            rules: components["schemas"]["RoleRule"][];
        };
        /** @description All roles by name, presets first. */
        RoleList: {
            /** @description Every kind of resource that rules can name. */
            resources: string[];
            /** @description Presets first. */
            roles: components["schemas"]["RoleView"][];
            /** @description Every verb that rules can name. */
            verbs: string[];
        };
        /** @description One line of the mapping. */
        RoleMapping: {
            /** @description Name of the attribute, for example `groups`. */
            name: string;
            /** @description Names of roles. */
            roles: string[];
            /** @description One of its values must be like this; `*` stands for any text. */
            value: string;
        };
        /** @description Makes or changes a role. */
        RoleRequest: {
            /** @description What it permits. */
            allow?: components["schemas"]["RoleConditions"];
            /** @description What it forbids. */
            deny?: components["schemas"]["RoleConditions"];
            /** @description For people. */
            description?: string;
            /**
             * Format: int32
             * @description Longest sign-in, in seconds.
             */
            max_session_ttl_s?: number | null;
            /** @description Unique; needed to make one, and must not change. */
            name?: string | null;
            /**
             * Format: int64
             * @description The revision that was read; needed to change one.
             */
            revision?: number | null;
        };
        /** @description What may be done to some kinds of resource. */
        RoleRule: {
            /** @description Kinds of resource. */
            resources: string[];
            /** @description Verbs. */
            verbs: string[];
        };
        /** @description A role. */
        RoleView: {
            /** @description What it permits. */
            allow: components["schemas"]["RoleConditions"];
            /** @description What it forbids, whatever other roles permit. */
            deny: components["schemas"]["RoleConditions"];
            /** @description For people. */
            description: string;
            /** @description Whether a lock makes it worthless. */
            locked: boolean;
            /**
             * Format: int32
             * @description Longest sign-in, in seconds.
             */
            max_session_ttl_s?: number | null;
            /** @description Unique. */
            name: string;
            /**
             * Format: int64
             * @description How many people have it, assigned or mapped.
             */
            people: number;
            /** @description Whether every installation has it; then it cannot be changed. */
            preset: boolean;
            /**
             * Format: int64
             * @description Send it back with a change; 0 for presets.
             */
            revision: number;
        };
        /** @description Changes what the rule does here; what is left out stays. */
        RuleChange: {
            /** @description Only check it. */
            dry_run?: boolean;
            /** @description On or off; `null` as the rule says. */
            enabled?: boolean | null;
            /** @description Events that the rule does not see, all of them. */
            exceptions?: components["schemas"]["RuleException"][] | null;
            /** @description Other values of parameters, all of them: those left out go back to their defaults. */
            parameters?: Record<string, never> | null;
            /** @description What is left out goes back to what the rule says, in place of staying. */
            reset?: boolean;
            /** @description Another severity; an empty text for the rule's own. */
            severity?: string | null;
        };
        /** @description What became of a rule of one's own. */
        RuleChecked: {
            /** @description The rules of the file. */
            rules: components["schemas"]["RuleView"][];
            /** @description Whether they are kept and run. */
            saved: boolean;
        };
        /** @description An example of a rule. */
        RuleExample: {
            /**
             * Format: int64
             * @description Alerts it raises.
             */
            alerts: number;
            /** @description Its name. */
            name: string;
            /** @description Whether it goes as the example says. */
            passed: boolean;
        };
        /** @description Events that a rule does not see. */
        RuleException: {
            /** @description Why, for people. */
            reason: string;
            /** @description Only events before this time, RFC 3339. */
            until?: string | null;
            /** @description Which events: a selection over columns, for example `{"ip|cidr": "192.0.2.0/24"}`. */
            when: Record<string, never>;
        };
        /** @description All rules. */
        RuleList: {
            /** @description By id. */
            rules: components["schemas"]["RuleRow"][];
        };
        /** @description A value that may be changed without touching the rule. */
        RuleParameter: {
            /** @description What it does. */
            meaning: string;
            /** @description Its name. */
            name: string;
            /** @description Whether they were changed here. */
            tuned: boolean;
            /** @description Its values now. */
            values: string[];
        };
        /** @description Adds or replaces a rule of one's own. */
        RuleRequest: {
            /** @description Only check it and run its examples. */
            dry_run?: boolean;
            /** @description The file: ours, or Sigma's rules and correlations as they are. */
            text: string;
        };
        /** @description A rule in a list. */
        RuleRow: {
            /** @description Whether it raises alerts; otherwise it only feeds rules over alerts. */
            alerting: boolean;
            /**
             * Format: int64
             * @description All its alerts.
             */
            alerts: number;
            /** @description Whether it runs. */
            enabled: boolean;
            /** @description Stable id. */
            id: string;
            /** @description `event`, `count`, `sequence`, `first_seen`, `travel`, `dormant`. */
            kind: string;
            /** @description When it last spoke, RFC 3339. */
            last_alert?: string | null;
            /**
             * Format: int64
             * @description Its alerts that are not resolved or closed.
             */
            open_alerts: number;
            /** @description `shipped` or `own`. */
            origin: string;
            /** @description `info`, `low`, `medium`, `high`, `critical`, tuning applied. */
            severity: string;
            /** @description Sources whose events it reads; empty for all. */
            sources: string[];
            /** @description MITRE tactics. */
            tactics: string[];
            /** @description MITRE techniques. */
            techniques: string[];
            /** @description One line. */
            title: string;
            /** @description Whether anything was changed about it here. */
            tuned: boolean;
        };
        /** @description A rule with everything that belongs to it. */
        RuleView: {
            /** @description What it groups by. */
            by: string[];
            /** @description Why it matters and what it sees. */
            description: string;
            /** @description Its examples and how they go now. */
            examples: components["schemas"]["RuleExample"][];
            /** @description Events that it does not see. */
            exceptions: components["schemas"]["RuleException"][];
            /** @description When it fires without harm. */
            false_positives: string[];
            /** @description Name of its file. */
            file: string;
            /**
             * Format: int64
             * @description Alerts of one entity within so many seconds are one.
             */
            fold_s: number;
            /** @description What may be tuned. */
            parameters: components["schemas"]["RuleParameter"][];
            /** @description Where the facts come from. */
            references: string[];
            /** @description The row of the list. */
            rule: components["schemas"]["RuleRow"];
            /** @description Its severity here; `null` for the rule's own. */
            severity_set?: string | null;
            /** @description What the investigator does, in order. */
            steps: string[];
            /** @description Its file, as it is. */
            text: string;
        };
        /** @description What several rules would have said. */
        RulesReplayView: {
            /** @description Alerts that they would have raised, oldest first, at most 1,000. */
            alerts: components["schemas"]["AlertRow"][];
            /**
             * Format: int64
             * @description How many alerts beyond.
             */
            alerts_left_off: number;
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            elapsed_ms: number;
            /**
             * Format: int64
             * @description Events of the time that were looked at; once for all rules.
             */
            events: number;
            /**
             * Format: int64
             * @description How often an event touched a rule.
             */
            hits: number;
            /** @description The rules, the loudest first, the quiet ones too. */
            rules: components["schemas"]["ReplayedRule"][];
        };
        /** @description A connector as its administrator sets it. */
        SamlSpec: {
            /** @description Whether a sign-in may begin in Okta. */
            allow_idp_initiated?: boolean;
            /** @description From attributes to roles: the union of all that match. */
            attributes_to_roles?: components["schemas"]["RoleMapping"][];
            /** @description Our entity id; the ACS address when left out. */
            audience?: string | null;
            /** @description What the button on the sign-in page says. */
            display?: string;
            /** @description Whether the person must authenticate anew each time. */
            force_authn?: boolean;
            /** @description Where its metadata can be read again. */
            metadata_url?: string | null;
            /** @description The identity provider's metadata, as XML. */
            metadata_xml?: string;
            /** @description The attribute that holds the person's login; the NameID when left out. */
            name_attribute?: string | null;
            /** @description The name format that is asked for; none for any. */
            name_id_format?: string | null;
            /**
             * @description The organization's address, where the one at which people sign in is another one, such as a custom domain of it; else
             *     it is told by that. The connector vouches for people of this organization, and for those whom it brought itself.
             */
            organization?: string | null;
            /** @description Whether our requests are signed. */
            sign_requests?: boolean;
            /** @description Whether signing out here ends the session at the identity provider, too, where its metadata says how. */
            single_logout?: boolean;
        };
        /** @description A search that somebody keeps. */
        SavedSearch: {
            /** @description RFC 3339. */
            created_at: string;
            /** @description Earliest time, as it was written; `null` for all. */
            from?: string | null;
            /** @description Id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Who keeps it. */
            owner: string;
            /** @description The question. */
            q: string;
            /** @description Whether everybody sees it. */
            shared: boolean;
            /** @description Latest time, as it was written; `null` for all. */
            until?: string | null;
        };
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
        /** @description A SCIM call. */
        ScimCallView: {
            /** @description RFC 3339. */
            at: string;
            /** @description HTTP method. */
            method: string;
            /** @description Path below the base URL, without the query. */
            path: string;
            /**
             * Format: int32
             * @description HTTP status of the answer.
             */
            status: number;
        };
        /** @description Changes SCIM's settings; what is left out stays. */
        ScimEditRequest: {
            /**
             * Format: int32
             * @description Days for which the record of a deactivated user is kept; 0: it goes with the deactivation.
             */
            purge_after_days?: number | null;
            /**
             * Format: int32
             * @description Calls a second that are answered in the long run; 0: no limit.
             */
            requests_per_s?: number | null;
        };
        /** @description Switches SCIM on. */
        ScimOnRequest: {
            /**
             * Format: int32
             * @description Days for which the record of a deactivated user is kept; 30 when left out.
             */
            purge_after_days?: number | null;
        };
        /** @description A SCIM call that was refused. */
        ScimRefusalView: {
            /** @description Where it came from. */
            address: string;
            /** @description The call. */
            call: components["schemas"]["ScimCallView"];
            /** @description Why, as the client was told. */
            reason: string;
        };
        /** @description Makes a new token. */
        ScimRotateRequest: {
            /**
             * Format: int32
             * @description Hours for which the tokens there are still hold; 24 when left out, 0 revokes them at once.
             */
            overlap_h?: number | null;
        };
        /** @description A new SCIM token. */
        ScimTokenCreated: {
            /** @description The value: shown now and never again. */
            token: string;
            /** @description The state of SCIM. */
            view: components["schemas"]["ScimView"];
        };
        /** @description A SCIM token. Its value is shown once, when it is made. */
        ScimTokenView: {
            /** @description RFC 3339. */
            created_at: string;
            /** @description RFC 3339; a rotated token ends then. */
            expires_at?: string | null;
            /** @description Id. */
            id: string;
            /** @description RFC 3339; to the minute. */
            last_used_at?: string | null;
        };
        /** @description The state of SCIM for one plugin. */
        ScimView: {
            /** @description What to enter in Okta as SCIM connector base URL. */
            base_url: string;
            /**
             * Format: int64
             * @description Groups.
             */
            groups: number;
            /**
             * Format: int64
             * @description Those of them who are deactivated.
             */
            inactive_users: number;
            last_call?: components["schemas"]["ScimCallView"] | null;
            /** @description Whether calls are answered. */
            on: boolean;
            /**
             * Format: int32
             * @description Days for which the record of a user is kept whom SCIM deactivated; 0: it goes with the deactivation. User sync's
             *     `purge_days` is for those whom user sync made inactive.
             */
            purge_after_days: number;
            /** @description The last calls that were refused since the server started, newest first, at most 50. */
            refusals: components["schemas"]["ScimRefusalView"][];
            /**
             * Format: int32
             * @description Calls a second that are answered in the long run; 0: no limit.
             */
            requests_per_s: number;
            /** @description Tokens that hold, newest first. */
            tokens: components["schemas"]["ScimTokenView"][];
            /**
             * Format: int64
             * @description Users with a record.
             */
            users: number;
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
        /** @description Searches that people keep, and those that come ready. */
        SearchList: {
            /** @description The usual views, in their order. */
            ready: components["schemas"]["ReadySearch"][];
            /** @description By name. */
            searches: components["schemas"]["SavedSearch"][];
        };
        /** @description Keeps a search. */
        SearchRequest: {
            /** @description Earliest time. */
            from?: string | null;
            /** @description Its name. */
            name: string;
            /** @description The question. */
            q: string;
            /** @description Whether everybody sees it. */
            shared?: boolean;
            /** @description Latest time. */
            until?: string | null;
        };
        /** @description What a search found. */
        SearchView: {
            /** @description Best first. */
            hits: components["schemas"]["SearchHit"][];
            /** @description The snapshot that was searched. */
            snapshot: components["schemas"]["SnapshotRef"];
        };
        /** @description A second factor that is offered, not yet in force. */
        SecondFactorOffer: {
            /** @description The seed in base32, to type it in. */
            secret: string;
            /** @description Send it back with the first code. */
            ticket: string;
            /** @description For an authenticator app, as an `otpauth:` address. */
            url: string;
        };
        /** @description Puts the offered second factor in force. */
        SecondFactorProof: {
            /** @description What the authenticator app shows now. */
            code: string;
            /** @description From the offer. */
            ticket: string;
        };
        /** @description What to enter in Okta. */
        ServiceProviderView: {
            /** @description "Single sign-on URL". */
            acs_url: string;
            /** @description Our certificate, for encryption and signed log-out, as PEM. */
            certificate_pem: string;
            /** @description "Audience URI (SP Entity ID)". */
            entity_id: string;
            /** @description Where a sign-in begins. */
            login_url: string;
            /** @description Where our metadata is. */
            metadata_url: string;
            /** @description "Single Logout URL". */
            slo_url: string;
        };
        /** @description A session in a browser. */
        SessionEntry: {
            /** @description Network address where it began. */
            address: string;
            /** @description The connector; none with a password. */
            connector?: string | null;
            /** @description RFC 3339. */
            created_at: string;
            /** @description RFC 3339. */
            expires_at: string;
            /** @description Names the session; signs nobody in. */
            id: string;
            /** @description Whether this request comes with it. */
            is_current: boolean;
            /** @description RFC 3339; to the minute. */
            last_seen_at: string;
            /** @description The browser as it named itself. */
            user_agent: string;
        };
        /** @description The sessions of a person, newest first. */
        SessionList: {
            /** @description Newest first. */
            sessions: components["schemas"]["SessionEntry"][];
            /**
             * Format: int64
             * @description How many API tokens the person has beside them.
             */
            tokens: number;
        };
        /** @description A session of a source. */
        SessionRow: {
            /** @description Browsers and systems it showed. */
            agents: string[];
            /** @description Countries it came from. */
            countries: string[];
            /**
             * Format: int64
             * @description Its events.
             */
            events: number;
            /** @description First event, RFC 3339. */
            first: string;
            /** @description Addresses it came from. */
            ips: string[];
            /** @description Last event, RFC 3339. */
            last: string;
            /** @description The session's id. */
            session: string;
            /** @description The source. */
            source: string;
        };
        /** @description Who is signed in, and what the page needs to know before anybody is. */
        SessionView: {
            /** @description Send it as `x-portolan-csrf` with every POST, PATCH, PUT and DELETE. Only with a cookie session. */
            csrf_token?: string | null;
            /** @description When the session ends at the latest, RFC 3339. */
            expires_at?: string | null;
            /** @description After signing out: where the browser can go on to, to end the session at the identity provider too. */
            logout_url?: string | null;
            principal?: components["schemas"]["PrincipalView"] | null;
            /**
             * @description This server asks for a passkey or a second factor, and this account has none: until it has, only the account's own
             *     calls are open.
             */
            second_factor_required: boolean;
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
            /** @description The one-time password, where a second factor is set up. */
            code?: string | null;
            /** @description Name of the local account. */
            name: string;
            passkey?: components["schemas"]["PasskeyProof"] | null;
            /**
             * Format: password
             * @description Its password.
             */
            password: string;
        };
        /** @description A way to sign in through an identity provider. */
        SignInConnector: {
            /** @description What the button says. */
            display: string;
            /** @description Where the button leads; add `?go=` with a path of this server. */
            login_url: string;
            /** @description Name of the connector. */
            name: string;
        };
        /**
         * @description How a request proved who sends it.
         * @enum {string}
         */
        SignInWay: "session" | "token";
        /** @description Ways to sign in, for the sign-in page. */
        SignInWays: {
            /** @description Through identity providers. */
            connectors: components["schemas"]["SignInConnector"][];
        };
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
            /**
             * @description When the last scan of everything began, where this is that scan with single parts read again because the System
             *     Log named them; nothing for a whole scan.
             */
            whole_at?: string | null;
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
        /** @description Changes a source; what is left out stays. */
        SourceChange: {
            aws?: components["schemas"]["AwsSource"] | null;
            /** @description Whether it is read, or may send. */
            enabled?: boolean | null;
            github?: components["schemas"]["GitHubSource"] | null;
        };
        /** @description What the archive holds of one source. */
        SourceCount: {
            /**
             * Format: int64
             * @description Events.
             */
            events: number;
            /** @description Time of its oldest event, RFC 3339. */
            first?: string | null;
            /** @description Time of its newest event, RFC 3339. */
            last?: string | null;
            /** @description `okta`, `aws`, `github`, `teleport`, `self`. */
            source: string;
        };
        /** @description All sources. */
        SourceList: {
            /** @description By name. */
            sources: components["schemas"]["SourceView"][];
        };
        /** @description A source that was made or changed. */
        SourceMade: {
            /** @description The source. */
            source: components["schemas"]["SourceView"];
            /** @description A token that may send events and nothing else, for a source that sends by itself. Shown once. */
            token?: string | null;
        };
        /** @description Makes a source. */
        SourceRequest: {
            aws?: components["schemas"]["AwsSource"] | null;
            github?: components["schemas"]["GitHubSource"] | null;
            /** @description `aws`, `github`, `teleport`. */
            kind: string;
            /** @description Its name: small letters, digits and hyphens, 1 to 40. */
            name: string;
        };
        /** @description A source. How it stands is told by the collectors. */
        SourceView: {
            aws?: components["schemas"]["AwsSource"] | null;
            /** @description When it was made, RFC 3339. */
            created_at: string;
            /**
             * @description What it is read with: `access key AKIA…`, `credentials of the machine`, `token`, `app 12345`; for Teleport
             *     `token of this source`.
             */
            credential: string;
            /** @description Whether it is read, or may send. */
            enabled: boolean;
            github?: components["schemas"]["GitHubSource"] | null;
            /** @description For `teleport`: where the event handler sends to. */
            intake_url?: string | null;
            /** @description `aws`, `github`, `teleport`. */
            kind: string;
            /** @description Its name; stands in addresses. */
            name: string;
            /** @description The last change, RFC 3339. */
            updated_at: string;
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
        /** @description A name that is taken. */
        SyncClash: {
            /** @description The name. */
            name: string;
            /** @description The id in the organization of who should have it. */
            okta_id: string;
            /** @description Origin of whose it is here. */
            taken_by: string;
        };
        /** @description Why a plan waits for a person. */
        SyncHeld: {
            /**
             * Format: int64
             * @description People who are active now.
             */
            active: number;
            /**
             * Format: int32
             * @description How many are allowed at most, where that is set.
             */
            count?: number | null;
            /**
             * Format: int32
             * @description The share that is allowed, in per cent.
             */
            percent: number;
            /**
             * Format: int64
             * @description People who would be locked or made inactive.
             */
            removals: number;
        };
        /** @description What a run came to. */
        SyncOutcome: {
            /** @description Whether it is held although a plan was approved: this is another one, to be looked at anew. */
            is_other: boolean;
            /** @description `done`, `nothing`, `held`. */
            outcome: string;
            /** @description What was planned. */
            plan: components["schemas"]["SyncPlanView"];
        };
        /** @description What is to be done, or was. */
        SyncPlanView: {
            /**
             * Format: int64
             * @description How many there are.
             * @default 0
             */
            clash_count: number;
            /**
             * @description Up to 50 names that are taken by people of another origin.
             * @default []
             */
            clashes: components["schemas"]["SyncClash"][];
            /**
             * @description Steps by kind: `create`, `update`, `deactivate`, `lock`, `restore`.
             * @default {}
             */
            counts: {
                [key: string]: number;
            };
            /**
             * @description Why there is no plan.
             * @default null
             */
            fault: string | null;
            /**
             * @description What tells this plan from every other one: an approval names it. Empty where there is nothing to do.
             * @default
             */
            hash: string;
            /** @default null */
            held: components["schemas"]["SyncHeld"] | null;
            /**
             * Format: int64
             * @description Removals that come later: SCIM spoke of these people within the last two minutes, or since the scan. Until then
             *     it counts that they are there; `held` of a plan that is looked at counts them.
             * @default 0
             */
            later: number;
            /**
             * @description Up to 50 of their names.
             * @default []
             */
            later_names: string[];
            /**
             * @description Up to 50 names by kind.
             * @default {}
             */
            names: {
                [key: string]: string[];
            };
            /**
             * Format: int64
             * @description Removals that are left out because the scan did not read everything.
             * @default 0
             */
            withheld: number;
        };
        /** @description Runs user sync now. */
        SyncRunRequest: {
            /**
             * @description Hash of a plan that was looked at: it goes ahead though the brake holds it. When the plan is another one by now, that
             *     one is held.
             * @default null
             */
            approve: string | null;
        };
        /** @description A run. */
        SyncRunView: {
            /** @description RFC 3339. */
            ended_at: string;
            /** @description Id. */
            id: string;
            /** @description `done`, `nothing`, `held`, `failed`. */
            outcome: string;
            /** @description What was planned. */
            plan: components["schemas"]["SyncPlanView"];
            /**
             * Format: int64
             * @description How many runs one after the other came to this; the times are of the first one's begin and the last one's end.
             */
            repeats: number;
            /** @description RFC 3339. */
            started_at: string;
            /** @description `scan`, `request`, `settings`, `timer`. */
            woken_by: string;
        };
        /**
         * @description Who is kept in step.
         * @enum {string}
         */
        SyncScope: "app" | "all" | "groups";
        /** @description One bucket of a time line. */
        TimelineBucket: {
            /** @description Its start, RFC 3339. */
            at: string;
            /**
             * Format: int64
             * @description Its events.
             */
            count: number;
        };
        /** @description Counts over time. */
        TimelineView: {
            /**
             * Format: int64
             * @description Length of a bucket in seconds.
             */
            bucket_s: number;
            /** @description Buckets in their order, empty ones too. */
            buckets: components["schemas"]["TimelineBucket"][];
            /** @description Start of the first bucket, RFC 3339. */
            from: string;
            /**
             * Format: int64
             * @description Events in all of them.
             */
            total: number;
            /** @description End of the last bucket, RFC 3339. */
            until: string;
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
            /** @description Its roles: some of those that its maker has. */
            roles: string[];
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
            /** @description Its roles; those that its owner has lost give nothing. */
            roles: string[];
        };
        /** @description A trial sign-in that begins: open the address in this browser. */
        TrialBegun: {
            /** @description Names the trial. */
            id: string;
            /** @description Where to go. */
            url: string;
        };
        /** @description Trial sign-ins, newest first. */
        TrialList: {
            /** @description Newest first. */
            trials: components["schemas"]["TrialView"][];
        };
        /** @description What a sign-in would be. */
        TrialView: {
            /** @description Whether the person could sign in. */
            accepted: boolean;
            /** @description What to do about it. */
            advice?: string | null;
            /** @description The assertion as it was signed. */
            assertion_xml?: string | null;
            /** @description RFC 3339. */
            at: string;
            /** @description Every attribute. */
            attributes: {
                [key: string]: string[];
            };
            /** @description Names the trial. */
            id: string;
            /** @description Lines of the mapping that match. */
            matched: components["schemas"]["RoleMapping"][];
            /** @description The refusal in words. */
            message?: string | null;
            /** @description The login. */
            name?: string | null;
            /** @description The code of the refusal. */
            refusal?: string | null;
            /** @description The roles that result. */
            roles: string[];
        };
        /** @description What a collector was told of and cannot read. */
        TroubleView: {
            /**
             * Format: int32
             * @description How often it was tried.
             */
            tries: number;
            /** @description Id of the message. */
            what: string;
            /** @description Why, in one sentence. */
            why: string;
        };
        /** @description An event type that no table knows. */
        UnknownType: {
            /**
             * Format: int64
             * @description How often it came.
             */
            count: number;
            /** @description The source's name of it. */
            event_type: string;
            /** @description The source. */
            source: string;
        };
        /** @description Settings of user sync. */
        UserSyncSettings: {
            /**
             * @description The app whose people are meant, by id or label; with the scope `app`.
             * @default null
             */
            app: string | null;
            /**
             * Format: int32
             * @description A run that would remove or lock more people than this is held, too; `null` for the share alone.
             * @default null
             */
            brake_count: number | null;
            /**
             * Format: int32
             * @description A run that would remove or lock more than this share is held, in per cent.
             * @default 20
             */
            brake_percent: number;
            /**
             * @description Whether it runs by itself: after each scan, and after each refresh.
             * @default false
             */
            enabled: boolean;
            /**
             * @description Names of the groups whose members are meant, `*` for any text; with the scope `groups`.
             * @default []
             */
            groups: string[];
            /**
             * Format: int32
             * @description Days after which the record of a person goes whom user sync made inactive; 0 with the next run. SCIM's
             *     `purge_after_days` is for those whom SCIM made inactive.
             * @default 30
             */
            purge_days: number;
            /**
             * @description The role that everybody gets; `null` for none.
             * @default okta-requester
             */
            role: string | null;
            /**
             * @description Who is kept in step.
             * @default app
             */
            scope: components["schemas"]["SyncScope"];
        };
        /** @description User sync of the organization. */
        UserSyncView: {
            /** @description Apps that people sign in to with SAML or OpenID Connect, by label, to choose from. */
            apps: string[];
            /** @description Whether the last run waits for a person. */
            is_held: boolean;
            /** @description The last runs, newest first. */
            runs: components["schemas"]["SyncRunView"][];
            /** @description What is set. */
            settings: components["schemas"]["UserSyncSettings"];
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
        } | {
            /** @description Earliest time, as a span before now. */
            from: string;
            /** @description The question. */
            q: string;
            /** @enum {string} */
            to: "activity";
        } | {
            /** @description Earliest time, as a span before now. */
            from: string;
            /** @description MITRE tactics, with commas. */
            tactic: string;
            /** @enum {string} */
            to: "alerts";
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
    account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
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
    passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
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
    passkey_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskeyRequest"];
            };
        };
        responses: {
            /** @description Kept; all passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
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
    passkey_offer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the browser is to make */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOffer"];
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
    passkey_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Credential id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed; the passkeys that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
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
    passkey_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Credential id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyChange"];
            };
        };
        responses: {
            /** @description Renamed; all passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
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
    account_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed; sign in anew */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
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
    account_prove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofRequest"];
            };
        };
        responses: {
            /** @description Send it as `x-portolan-proof` with the change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofTicket"];
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
    second_factor_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorProof"];
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
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
    second_factor_offer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorOffer"];
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
    second_factor_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
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
    account_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
    account_session_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended; the sessions that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
    account_tokens: {
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
    account_token_delete: {
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
    activity_account_correct: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCorrection"];
            };
        };
        responses: {
            /** @description The person's accounts now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccounts"];
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
    activity_account_uncorrect: {
        parameters: {
            query: {
                /** @description The source. */
                source: string;
                /** @description Its organization. */
                org: string;
                /** @description The account's id there. */
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account as evidence has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccounts"];
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
    activity_events: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 1 to 1000; 50 when left out. */
                limit?: number;
                /** @description Whether `raw` comes with each event. */
                raw?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
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
    activity_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `source/source_org/uid`, URL-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventView"];
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
    activity_export: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
                /**
                 * @description `csv` (columns), `ndjson` (columns and raw text), `ocsf` (one OCSF event a line) or `parquet` (columns and raw
                 *     text); `ndjson` when left out.
                 */
                format?: string;
                /** @description Version of OCSF, for `ocsf`: `1.5`, `1.8` or `1.9`; `1.8` when left out. */
                ocsf?: string;
                /** @description Events at most, 1 to 10,000,000; 100,000 when left out. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
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
    activity_facets: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
                /** @description Columns, with commas between them; the usual ones when left out. */
                columns?: string;
                /** @description Values of a column at most, 1 to 1000; 10 when left out. */
                top?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetList"];
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
    activity_identity: {
        parameters: {
            query: {
                /** @description A person's login, an account's name or id, text id of a node of the graph, or the id of a credential or session. */
                name: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`; 90 days when left out. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityActivity"];
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
    activity_import: {
        parameters: {
            query: {
                /** @description `okta`, `aws`, `github` or `teleport`. */
                source: string;
                /** @description Organization, for events that do not say it themselves. */
                org?: string;
                /**
                 * @description More files follow: all of them are judged together, with the last, which comes without. After two minutes without
                 *     a next one they are judged as well.
                 */
                more?: boolean;
                /**
                 * @description What becomes of alerts: `marked`, when left out: they are raised, marked as found in history, and forwarded to
                 *     nobody; `told`: they are forwarded too; `none`: none are raised, rules only remember the events.
                 */
                alerts?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The events */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
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
    activity_language: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Columns and examples */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguageView"];
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
    activity_searches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The searches */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchList"];
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
    activity_search_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchRequest"];
            };
        };
        responses: {
            /** @description Kept; all searches */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchList"];
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
    activity_search_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the search */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The searches that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchList"];
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
    activity_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sources */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
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
    activity_source_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceMade"];
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
    activity_source_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the source */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sources that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
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
    activity_source_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the source */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceMade"];
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
    activity_source_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the source */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceMade"];
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
    activity_stats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it holds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityStats"];
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
    activity_tail: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
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
                    "text/event-stream": components["schemas"]["EventView"];
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
    activity_timeline: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
                /** @description About how many buckets, 1 to 2000; 60 when left out. Their length is a round one. */
                buckets?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineView"];
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
    alerts: {
        parameters: {
            query?: {
                /** @description `open`, `in_progress`, `triaged`, `resolved`, `closed`; several with commas. */
                status?: string;
                /** @description `info`, `low`, `medium`, `high`, `critical`; several with commas. */
                severity?: string;
                /** @description Id of the rule. */
                rule?: string;
                /** @description The person or workload it is about. */
                identity?: string;
                /** @description Text in the title or the entity. */
                q?: string;
                /** @description MITRE tactics of the rule, such as `initial-access`; several with commas. */
                tactic?: string;
                /**
                 * @description `true`: only those that were found in history, in files that were imported or in events of long ago; `false`: only
                 *     the others.
                 */
                from_history?: boolean;
                /** @description Last seen at or after: RFC 3339, a date, or a span before now such as `7d`. */
                from?: string;
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
            /** @description A page of alerts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
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
    alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the alert, or its first eight characters or more where no other begins so */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
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
    alert_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the alert, or its first eight characters or more where no other begins so */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertChange"];
            };
        };
        responses: {
            /** @description The alert now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
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
    alert_actions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the alert, or its first eight characters or more where no other begins so */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertActionList"];
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
    alert_act: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the alert, or its first eight characters or more where no other begins so */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertActionRequest"];
            };
        };
        responses: {
            /** @description What came of it, and the alert now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertActionDone"];
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
    audit: {
        parameters: {
            query?: {
                /** @description Who; `*` stands for any text. */
                actor?: string;
                /** @description What was done: `user.create`, `user.*`; several with commas. */
                action?: string;
                /** @description To what: `role/ops`, `user/*`. */
                target?: string;
                /** @description `success` or `failure`. */
                outcome?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h`. */
                from?: string;
                /** @description Latest time, the same. */
                until?: string;
                /** @description Text anywhere in the entry. */
                q?: string;
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
    audit_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the log is whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckView"];
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
    collectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collectors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectorList"];
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
    collector_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `okta`, `self`, `aws`, `github`, or the name of a source */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They read now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectorWoken"];
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
    connectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connectors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorList"];
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
    connector_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorView"];
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
    connector_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetadataRequest"];
            };
        };
        responses: {
            /** @description What it says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataView"];
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
    connector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connector */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorView"];
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
    connector_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorRequest"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorView"];
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
    connector_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    connector_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCheck"];
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
    connector_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connector, with what came of it in `refresh` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorView"];
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
    connector_trials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trials */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialList"];
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
    connector_try: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connector */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBegun"];
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
    forwards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwards */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardList"];
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
    forward_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardRequest"];
            };
        };
        responses: {
            /** @description Checked; all forwards */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardList"];
                };
            };
            /** @description Made; all forwards */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardList"];
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
    forward_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the forward */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwards that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardList"];
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
    forward_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the forward */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardChange"];
            };
        };
        responses: {
            /** @description Changed; all forwards */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardList"];
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
    forward_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the forward */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was tried: what came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwardTested"];
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
                /** @description Only tell what would be deleted. */
                dry_run?: boolean;
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
                /** @description Only tell what the change would do (`effects`); no credential is tried then. */
                dry_run?: boolean;
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
    list_sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListSyncView"];
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
    list_sync_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListSyncSettings"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListSyncView"];
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
    list_sync_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListSyncSettings"];
            };
        };
        responses: {
            /** @description What they take */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListSyncPreview"];
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
    scim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimView"];
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
    scim_on: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScimOnRequest"];
            };
        };
        responses: {
            /** @description On */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimTokenCreated"];
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
    scim_off: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimView"];
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
    scim_edit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScimEditRequest"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimView"];
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
    scim_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScimRotateRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimTokenCreated"];
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
    sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Settings and runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSyncView"];
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
    sync_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserSyncSettings"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSyncView"];
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
    sync_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserSyncSettings"];
            };
        };
        responses: {
            /** @description The plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncPlanView"];
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
    sync_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SyncRunRequest"];
            };
        };
        responses: {
            /** @description What it came to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncOutcome"];
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
    locks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The locks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockList"];
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
    lock_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LockRequest"];
            };
        };
        responses: {
            /** @description Made; the locks that are in force */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockList"];
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
    lock_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the lock */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lifted; the locks that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockList"];
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
    resource_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceKindList"];
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
    resources_apply: {
        parameters: {
            query?: {
                /** @description Replace those that are there and differ. */
                force?: boolean;
                /** @description Only look whether all of it would be taken. */
                dry_run?: boolean;
                /** @description Agree to new or missing signing keys of a connector. */
                confirm?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The resources */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcesApplied"];
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
    resources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind, singular or plural */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resources */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceList"];
                    "application/yaml": string;
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
    resource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind, singular or plural */
                kind: string;
                /** @description Its name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceView"];
                    "application/yaml": string;
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
    resource_put: {
        parameters: {
            query?: {
                /** @description Replace those that are there and differ. */
                force?: boolean;
                /** @description Only look whether all of it would be taken. */
                dry_run?: boolean;
                /** @description Agree to new or missing signing keys of a connector. */
                confirm?: boolean;
            };
            header?: never;
            path: {
                /** @description The kind, singular or plural */
                kind: string;
                /** @description Its name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The resource */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description What became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcesApplied"];
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
    resource_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind, singular or plural */
                kind: string;
                /** @description Its name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
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
    role_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleRequest"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
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
    role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
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
    role_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the role */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleRequest"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
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
    role_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
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
    rule_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRequest"];
            };
        };
        responses: {
            /** @description Checked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleChecked"];
                };
            };
            /** @description Kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleChecked"];
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
    rules_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description What they would have said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesReplayView"];
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
    rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
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
    rule_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules that are left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
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
    rule_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleChange"];
            };
        };
        responses: {
            /** @description The rule now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
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
    rule_replay: {
        parameters: {
            query?: {
                /** @description The question in the query language; all events when left out. */
                q?: string;
                /** @description Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`. */
                from?: string;
                /** @description Latest time, the same; now when left out. */
                until?: string;
            };
            header?: never;
            path: {
                /** @description Id of the rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it would have said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
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
    passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyProof"];
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
    passkey_challenge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What to answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyChallenge"];
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
    sign_in_ways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["SignInWays"];
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
    users: {
        parameters: {
            query?: {
                /** @description A part of name, display name or e-mail. */
                q?: string;
                /** @description Where they come from. */
                origin?: components["schemas"]["OriginWord"];
                /** @description In which state they are. */
                state?: components["schemas"]["PersonStateWord"];
                /** @description Who has this role. */
                role?: string;
                /** @description Of the organization with this address. */
                org?: string;
                /** @description Who came through this connector last. */
                connector?: string;
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
            /** @description A page of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeoplePage"];
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
    user_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
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
    user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
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
    user_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    user_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
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
    user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
    user_sessions_end: {
        parameters: {
            query?: {
                /** @description Whether the person's API tokens are revoked, too: whoever had the account may have made some. */
                tokens?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions that are left: none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
