use domain::Timestamp;
use serde_json::json;

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(1_760_000_000_000 + ms)
}

fn entry(action: &'static str) -> AuditEntry<'static> {
    AuditEntry::new("ada", action, "test/thing")
}

/// A fresh state: in memory, or a schema of its own on the PostgreSQL server that `PORTOLAN_TEST_POSTGRES` names.
pub(super) async fn state() -> State {
    let Ok(server) = std::env::var("PORTOLAN_TEST_POSTGRES") else {
        return State::open_in_memory(at(0)).await.unwrap();
    };
    sqlx::any::install_default_drivers();
    let schema = format!("test_{}", new_id());
    let admin = sqlx::AnyPool::connect(&server).await.unwrap();
    let made = format!("CREATE SCHEMA {schema}");
    sqlx::query(sqlx::AssertSqlSafe(made))
        .execute(&admin)
        .await
        .unwrap();
    admin.close().await;
    State::open(&format!("{server}?options[search_path]={schema}"), at(0))
        .await
        .unwrap()
}

fn new_integration(name: &str, org_url: &str) -> NewIntegration {
    NewIntegration {
        id: new_id(),
        plugin: "okta".to_owned(),
        name: name.to_owned(),
        org_url: org_url.to_owned(),
        org_id: None,
        credential_kind: "api_token".to_owned(),
        sealed_credential: "v1.sealed".to_owned(),
        settings: IntegrationSettings::default(),
    }
}

async fn integration(state: &State) -> Integration {
    let new = new_integration("okta", "https://acme.okta.com");
    state
        .create_integration(new, &entry("integration.create"), at(1))
        .await
        .unwrap()
}

fn new_user(name: &str) -> NewLocalUser {
    NewLocalUser {
        id: format!("id-{name}"),
        name: name.to_owned(),
        password_hash: "$argon2id$secret".to_owned(),
        roles: vec!["admin".to_owned()],
    }
}

async fn user(state: &State, name: &str) -> LocalUser {
    state
        .create_user(&new_user(name), &entry("user.create"), at(1))
        .await
        .unwrap();
    state.user_named(name).await.unwrap().unwrap()
}

async fn session(state: &State, user_id: &str) -> TokenHash {
    let hash = TokenHash::of("cookie");
    let new = NewWebSession {
        hash: hash.clone(),
        user_id: user_id.to_owned(),
        csrf: "c".to_owned(),
        expires: at(DAY_MS),
        address: "192.0.2.1".to_owned(),
        user_agent: "browser".to_owned(),
        single_sign_on: None,
    };
    state.create_web_session(&new, at(2)).await.unwrap();
    hash
}

async fn token(state: &State, user_id: &str, expires: Option<Timestamp>) -> TokenHash {
    let hash = TokenHash::of("ptn_1");
    let new = NewApiToken {
        id: "t1".to_owned(),
        hash: hash.clone(),
        name: "ci".to_owned(),
        user_id: user_id.to_owned(),
        roles: vec!["admin".to_owned(), "auditor".to_owned()],
        expires,
    };
    state
        .create_api_token(&new, &entry("token.create"), at(2))
        .await
        .unwrap();
    hash
}

mod files {
    use super::*;

    #[tokio::test]
    async fn the_instance_keeps_its_id_and_migrations_run_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.db");
        let target = path.to_str().unwrap();
        let first = State::open(target, at(0)).await.unwrap();
        let id = first.instance_id().await.unwrap();
        let created = integration(&first).await;
        first.close().await;
        let again = State::open(&format!("sqlite:{target}"), at(5)).await.unwrap();
        assert_eq!(again.instance_id().await.unwrap(), id);
        assert_eq!(again.integrations().await.unwrap(), [created]);
    }

    #[tokio::test]
    async fn a_newer_schema_is_refused_untouched() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.db");
        let state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', TRUE, x'00', 0)",
        )
        .execute(&state.pool)
        .await
        .unwrap();
        state.close().await;
        let error = State::open(path.to_str().unwrap(), at(1)).await.unwrap_err();
        assert!(matches!(error, StateError::Newer { version: 9999 }), "{error}");
    }

    #[tokio::test]
    async fn what_is_no_database_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.db");
        std::fs::write(
            &path,
            "this is a text of more than a hundred bytes, which no database begins with; ".repeat(9),
        )
        .unwrap();
        assert!(State::open(path.to_str().unwrap(), at(0)).await.is_err());
        assert!(matches!(
            State::open("mysql://host/db", at(0)).await,
            Err(StateError::Target)
        ));
        assert!(matches!(
            State::open("/no/such/directory/state.db", at(0)).await,
            Err(StateError::File { .. })
        ));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_this_user_reads_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.db");
        let _state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_writers_wait_for_each_other() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.db");
        let state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let state = state.clone();
            writers.spawn(async move { state.record(&entry("test"), at(1)).await });
        }
        while let Some(written) = writers.join_next().await {
            written.unwrap().unwrap();
        }
        let check = state.verify_audit().await.unwrap();
        assert_eq!((check.rows, check.broken_at), (20, None));
    }
}

mod integrations {
    use super::*;

    #[tokio::test]
    async fn are_found_as_they_were_made() {
        let state = state().await;
        let made = integration(&state).await;
        assert_eq!(made.settings.scan_interval_s, 1800);
        assert_eq!(made.settings.share_percent, 50);
        assert_eq!(state.integration(&made.id).await.unwrap(), Some(made.clone()));
        assert_eq!(state.integration_named("okta").await.unwrap(), Some(made));
        assert_eq!(state.integration("other").await.unwrap(), None);
    }

    #[tokio::test]
    async fn names_and_organizations_are_unique() {
        let state = state().await;
        integration(&state).await;
        for (name, url) in [
            ("okta", "https://other.okta.com"),
            ("second", "https://acme.okta.com"),
        ] {
            let made = state
                .create_integration(new_integration(name, url), &entry("x"), at(2))
                .await;
            assert!(matches!(made, Err(StateError::Exists { .. })));
        }
        assert_eq!(
            state.verify_audit().await.unwrap().rows,
            1,
            "what failed is not in the log"
        );
    }

    #[tokio::test]
    async fn the_second_of_two_changes_is_refused() {
        let state = state().await;
        let made = integration(&state).await;
        let settings = IntegrationSettings {
            share_percent: 20,
            ..IntegrationSettings::default()
        };
        let change = IntegrationChange {
            settings: Some(settings),
            ..IntegrationChange::default()
        };
        let first = state
            .update_integration(&made.id, 1, change.clone(), &entry("x"), at(3))
            .await
            .unwrap();
        assert_eq!(
            (first.revision, first.settings.share_percent, first.updated),
            (2, 20, at(3))
        );
        assert_eq!(
            first.sealed_credential, made.sealed_credential,
            "what is not changed stays"
        );
        let second = state
            .update_integration(&made.id, 1, change, &entry("x"), at(4))
            .await;
        assert!(matches!(
            second,
            Err(StateError::Conflict {
                expected: 1,
                found: 2,
                ..
            })
        ));
        assert_eq!(state.integration(&made.id).await.unwrap(), Some(first));
    }

    #[tokio::test]
    async fn unknown_settings_are_kept() {
        let state = state().await;
        let mut new = new_integration("okta", "https://acme.okta.com");
        new.settings = serde_json::from_value(json!({"share_percent": 10, "later": {"x": 1}})).unwrap();
        let made = state.create_integration(new, &entry("x"), at(1)).await.unwrap();
        let read = state.integration(&made.id).await.unwrap().unwrap();
        assert_eq!(read.settings.other.get("later"), Some(&json!({"x": 1})));
        assert_eq!(
            (read.settings.share_percent, read.settings.scan_interval_s),
            (10, 1800)
        );
    }

    #[tokio::test]
    async fn resealing_replaces_only_what_it_read() {
        let state = state().await;
        let made = integration(&state).await;
        state
            .reseal_integration(&made.id, "v1.other", "v1.new")
            .await
            .unwrap();
        assert_eq!(
            state
                .integration(&made.id)
                .await
                .unwrap()
                .unwrap()
                .sealed_credential,
            "v1.sealed"
        );
        state
            .reseal_integration(&made.id, "v1.sealed", "v1.new")
            .await
            .unwrap();
        let read = state.integration(&made.id).await.unwrap().unwrap();
        assert_eq!((read.sealed_credential.as_str(), read.revision), ("v1.new", 1));
    }

    #[tokio::test]
    async fn go_with_their_runs() {
        let state = state().await;
        let made = integration(&state).await;
        state
            .start_scan_run("r1", &made.id, "schedule", at(2))
            .await
            .unwrap();
        state
            .delete_integration(&made.id, &entry("x"), at(3))
            .await
            .unwrap();
        assert_eq!(state.scan_run("r1").await.unwrap(), None);
        let again = state.delete_integration(&made.id, &entry("x"), at(3)).await;
        assert!(matches!(again, Err(StateError::NotFound { .. })));
    }
}

mod rotation {
    use domain::Secret;

    use super::*;
    use crate::rotation::reseal_all;
    use crate::vault::Vault;

    const OLD: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const NEW: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    #[tokio::test]
    async fn makes_the_old_key_superfluous() {
        let state = state().await;
        let (old, new) = (Vault::from_text(OLD).unwrap(), Vault::from_text(NEW).unwrap());
        let both = Vault::from_text(&format!("{NEW},{OLD}")).unwrap();
        let mut integration = new_integration("okta", "https://acme.okta.com");
        let place = Integration::credential_place(&integration.id);
        integration.sealed_credential = old.seal(&Secret::new("00token"), &place).unwrap();
        let made = state
            .create_integration(integration, &entry("x"), at(1))
            .await
            .unwrap();
        assert!(
            reseal_all(&state, &new).await.is_err(),
            "the old key is needed once"
        );
        assert_eq!(reseal_all(&state, &both).await.unwrap(), 1);
        assert_eq!(reseal_all(&state, &new).await.unwrap(), 0);
        let sealed = state
            .integration(&made.id)
            .await
            .unwrap()
            .unwrap()
            .sealed_credential;
        assert_eq!(new.open(&sealed, &place).unwrap().reveal(), "00token");
        assert!(old.open(&sealed, &place).is_err());
    }
}

mod scan_runs {
    use super::*;

    fn fault() -> RunFault {
        RunFault {
            kind: "refused".into(),
            message: "m".into(),
            advice: "a".into(),
            code: Some("E0000011".into()),
        }
    }

    #[tokio::test]
    async fn go_from_running_to_done() {
        let state = state().await;
        let id = integration(&state).await.id;
        state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
        state.set_scan_progress("r1", &json!({"users": 3})).await.unwrap();
        let run = state.scan_run("r1").await.unwrap().unwrap();
        assert_eq!(
            (run.state, run.progress, run.ended),
            (RunState::Running, json!({"users": 3}), None)
        );
        let end = ScanEnd::Done {
            snapshot_id: "s1".into(),
            coverage: json!([1]),
        };
        state.finish_scan_run("r1", &end, at(20)).await.unwrap();
        let run = state.scan_run("r1").await.unwrap().unwrap();
        assert_eq!(
            (run.state, run.snapshot_id.as_deref(), run.ended),
            (RunState::Done, Some("s1"), Some(at(20)))
        );
        assert_eq!((run.coverage, run.fault), (Some(json!([1])), None));
    }

    #[tokio::test]
    async fn end_once() {
        let state = state().await;
        let id = integration(&state).await.id;
        state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
        state
            .finish_scan_run("r1", &ScanEnd::Failed(fault()), at(20))
            .await
            .unwrap();
        let late = ScanEnd::Done {
            snapshot_id: "s1".into(),
            coverage: json!([]),
        };
        state.finish_scan_run("r1", &late, at(30)).await.unwrap();
        state
            .set_scan_progress("r1", &json!({"late": true}))
            .await
            .unwrap();
        let run = state.scan_run("r1").await.unwrap().unwrap();
        assert_eq!(
            (run.state, run.fault, run.ended),
            (RunState::Failed, Some(fault()), Some(at(20)))
        );
        assert_eq!(run.progress, json!({}));
    }

    #[tokio::test]
    async fn left_over_from_a_stopped_server_are_failed() {
        let state = state().await;
        let id = integration(&state).await.id;
        state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
        state.start_scan_run("r2", &id, "schedule", at(11)).await.unwrap();
        state
            .finish_scan_run("r2", &ScanEnd::Failed(fault()), at(12))
            .await
            .unwrap();
        assert_eq!(state.fail_interrupted_scan_runs(at(50)).await.unwrap(), 1);
        let run = state.scan_run("r1").await.unwrap().unwrap();
        assert_eq!(
            (run.state, run.fault.unwrap().kind.as_str()),
            (RunState::Failed, "interrupted")
        );
        assert_eq!(state.scan_run("r2").await.unwrap().unwrap().fault, Some(fault()));
    }

    #[tokio::test]
    async fn are_listed_newest_first_and_forgotten() {
        let state = state().await;
        let id = integration(&state).await.id;
        for number in 1..=3 {
            let run = format!("r{number}");
            state
                .start_scan_run(&run, &id, "schedule", at(number))
                .await
                .unwrap();
            if number < 3 {
                state
                    .finish_scan_run(&run, &ScanEnd::Failed(fault()), at(number * 10))
                    .await
                    .unwrap();
            }
        }
        let ids = |runs: Vec<ScanRun>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
        assert_eq!(ids(state.scan_runs(&id, 2).await.unwrap()), ["r3", "r2"]);
        assert_eq!(state.forget_scan_runs(at(15)).await.unwrap(), 1);
        assert_eq!(
            ids(state.scan_runs(&id, 9).await.unwrap()),
            ["r3", "r2"],
            "a running one is not forgotten"
        );
    }
}

mod users {
    use super::*;

    #[tokio::test]
    async fn names_differ_by_more_than_letter_case() {
        let state = state().await;
        user(&state, "Ada").await;
        assert_eq!(state.user_named(" aDA ").await.unwrap().unwrap().name, "Ada");
        let twice = NewLocalUser {
            id: "other".into(),
            ..new_user("ADA")
        };
        let made = state.create_user(&twice, &entry("x"), at(2)).await;
        assert!(matches!(made, Err(StateError::Exists { .. })));
    }

    #[tokio::test]
    async fn a_link_makes_one_user_only() {
        let state = state().await;
        assert!(!state.has_users().await.unwrap());
        let link = TokenHash::of("code");
        state
            .create_one_time_link(&link, "setup", at(100), at(0))
            .await
            .unwrap();
        let make = |name| {
            let (state, link) = (state.clone(), link.clone());
            async move {
                state
                    .create_user_by_link(&link, "setup", &new_user(name), &entry("x"), at(5))
                    .await
            }
        };
        make("ada").await.unwrap();
        assert!(state.has_users().await.unwrap());
        assert!(matches!(make("eve").await, Err(StateError::LinkSpent)));
        assert_eq!(state.users().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_refused_name_leaves_the_link_usable() {
        let state = state().await;
        user(&state, "ada").await;
        let link = TokenHash::of("code");
        state
            .create_one_time_link(&link, "setup", at(100), at(0))
            .await
            .unwrap();
        let twice = NewLocalUser {
            id: "other".into(),
            ..new_user("ada")
        };
        let made = state
            .create_user_by_link(&link, "setup", &twice, &entry("x"), at(5))
            .await;
        assert!(matches!(made, Err(StateError::Exists { .. })));
        assert!(state.one_time_link(&link, at(5)).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_new_password_ends_the_sessions() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = session(&state, &ada.id).await;
        state
            .set_password_hash(&ada.id, "$argon2id$new", &entry("x"), at(3))
            .await
            .unwrap();
        assert_eq!(state.web_session(&hash, at(4)).await.unwrap(), None);
        assert_eq!(
            state.user(&ada.id).await.unwrap().unwrap().password_hash,
            "$argon2id$new"
        );
    }

    #[tokio::test]
    async fn debug_shows_no_hash() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        assert!(!format!("{ada:?}").contains("argon2"));
    }
}

mod one_time_links {
    use super::*;

    #[tokio::test]
    async fn work_once_in_time_and_for_their_purpose() {
        let state = state().await;
        let link = TokenHash::of("code");
        state
            .create_one_time_link(&link, "setup", at(100), at(0))
            .await
            .unwrap();
        let spend = |purpose, ms| state.spend_one_time_link(&link, purpose, at(ms));
        assert!(spend("reset", 50).await.is_err());
        assert!(spend("setup", 100).await.is_err());
        spend("setup", 50).await.unwrap();
        assert!(spend("setup", 51).await.is_err());
        assert_eq!(state.one_time_link(&link, at(51)).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_new_one_replaces_the_old_one() {
        let state = state().await;
        let (old, new) = (TokenHash::of("old"), TokenHash::of("new"));
        state
            .create_one_time_link(&old, "setup", at(100), at(0))
            .await
            .unwrap();
        state
            .create_one_time_link(&new, "setup", at(100), at(1))
            .await
            .unwrap();
        assert!(state.one_time_link(&old, at(2)).await.unwrap().is_none());
        assert!(state.one_time_link(&new, at(2)).await.unwrap().is_some());
    }
}

mod web_sessions {
    use super::*;

    #[tokio::test]
    async fn hold_until_they_expire() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = session(&state, &ada.id).await;
        let found = state.web_session(&hash, at(DAY_MS - 1)).await.unwrap().unwrap();
        assert_eq!(
            (found.user_name.as_str(), found.csrf.as_str(), found.roles),
            ("ada", "c", vec!["admin".into()])
        );
        assert_eq!(state.web_session(&hash, at(DAY_MS)).await.unwrap(), None);
        assert_eq!(
            state.web_session(&TokenHash::of("other"), at(3)).await.unwrap(),
            None
        );
        assert_eq!(state.forget_expired_web_sessions(at(DAY_MS)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn being_seen_is_noted_once_a_minute() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = session(&state, &ada.id).await;
        let last_seen = |ms| {
            let (state, hash) = (state.clone(), hash.clone());
            async move { state.web_session(&hash, at(ms)).await.unwrap().unwrap().last_seen }
        };
        last_seen(30_000).await;
        assert_eq!(last_seen(70_000).await, at(2));
        assert_eq!(last_seen(70_001).await, at(70_000));
    }

    #[tokio::test]
    async fn a_barred_user_has_none() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = session(&state, &ada.id).await;
        state
            .set_user_disabled(&ada.id, true, &entry("x"), at(3))
            .await
            .unwrap();
        assert_eq!(state.web_session(&hash, at(4)).await.unwrap(), None);
        state
            .set_user_disabled(&ada.id, false, &entry("x"), at(5))
            .await
            .unwrap();
        assert_eq!(
            state.web_session(&hash, at(6)).await.unwrap(),
            None,
            "an ended session does not come back"
        );
    }
}

mod api_tokens {
    use super::*;

    #[tokio::test]
    async fn hold_until_they_expire_or_are_removed() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = token(&state, &ada.id, Some(at(100))).await;
        assert!(state.api_token_by_hash(&hash, at(99)).await.unwrap().is_some());
        assert!(state.api_token_by_hash(&hash, at(100)).await.unwrap().is_none());
        state.delete_api_token("t1", &entry("x"), at(5)).await.unwrap();
        assert!(state.api_token_by_hash(&hash, at(6)).await.unwrap().is_none());
        assert!(matches!(
            state.delete_api_token("t1", &entry("x"), at(5)).await,
            Err(StateError::NotFound { .. })
        ));
    }

    #[tokio::test]
    async fn are_worth_no_more_than_their_owner() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = token(&state, &ada.id, None).await;
        let found = state.api_token_by_hash(&hash, at(3)).await.unwrap().unwrap();
        assert_eq!(found.effective_roles(), ["admin"]);
        state
            .set_user_roles(&ada.id, &[], &entry("x"), at(4))
            .await
            .unwrap();
        let found = state.api_token_by_hash(&hash, at(5)).await.unwrap().unwrap();
        assert!(found.effective_roles().is_empty());
        state
            .set_user_disabled(&ada.id, true, &entry("x"), at(6))
            .await
            .unwrap();
        assert!(state.api_token_by_hash(&hash, at(7)).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn are_listed_with_their_last_use() {
        let state = state().await;
        let ada = user(&state, "ada").await;
        let hash = token(&state, &ada.id, None).await;
        assert_eq!(state.api_tokens(None).await.unwrap()[0].last_used, None);
        state.api_token_by_hash(&hash, at(3)).await.unwrap();
        assert_eq!(
            state.api_tokens(Some(&ada.id)).await.unwrap()[0].last_used,
            Some(at(3))
        );
        assert!(state.api_tokens(Some("other")).await.unwrap().is_empty());
    }
}

mod audit {
    use super::*;

    async fn three() -> State {
        let state = state().await;
        for number in 1..=3 {
            let entry = AuditEntry {
                detail: json!({ "number": number }),
                ..entry("test")
            };
            state.record(&entry, at(number)).await.unwrap();
        }
        state
    }

    async fn broken_at(state: &State, edit: &'static str) -> Option<i64> {
        sqlx::query(edit).execute(&state.pool).await.unwrap();
        state.verify_audit().await.unwrap().broken_at
    }

    #[tokio::test]
    async fn an_untouched_chain_is_whole() {
        let state = three().await;
        let check = state.verify_audit().await.unwrap();
        let rows = state.audit_rows(None, 2).await.unwrap();
        assert_eq!(
            (check.rows, check.broken_at, check.last_hash),
            (3, None, rows[0].hash.clone())
        );
        assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(rows[0].previous, rows[1].hash);
        assert_eq!(state.audit_rows(Some(2), 9).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn every_edited_field_breaks_it() {
        for edit in [
            "UPDATE audit_log SET at = at + 1 WHERE seq = 2",
            "UPDATE audit_log SET actor = 'eve' WHERE seq = 2",
            "UPDATE audit_log SET action = 'other' WHERE seq = 2",
            "UPDATE audit_log SET target = 'other' WHERE seq = 2",
            "UPDATE audit_log SET detail = '{}' WHERE seq = 2",
            "UPDATE audit_log SET previous = '' WHERE seq = 2",
            "UPDATE audit_log SET hash = 'ff' WHERE seq = 2",
            "DELETE FROM audit_log WHERE seq = 2",
        ] {
            assert_eq!(broken_at(&three().await, edit).await, Some(2), "{edit}");
        }
    }

    #[tokio::test]
    async fn text_cannot_move_between_fields() {
        let edit = "UPDATE audit_log SET actor = 'adat', action = 'est' WHERE seq = 2";
        assert_eq!(broken_at(&three().await, edit).await, Some(2));
    }
}

mod alerts;
