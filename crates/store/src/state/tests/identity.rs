use std::collections::BTreeMap;

use super::*;

fn lock_of(name: &str, cause: &str, expires: Option<Timestamp>) -> Lock {
    Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.to_owned(),
        cause: cause.to_owned(),
        message: "why".to_owned(),
        created: at(5),
        created_by: "ada".to_owned(),
        expires,
    }
}

#[tokio::test]
async fn a_lock_ends_sessions_and_rests_tokens_at_once_and_lifts_alone() {
    let state = state().await;
    let ann = user(&state, "Ann").await;
    let cookie = session(&state, &ann.id).await;
    let secret = token(&state, &ann.id, None).await;
    let manual = lock_of("ann", cause::MANUAL, None);
    state.lock(&manual, &entry("lock.create"), at(5)).await.unwrap();
    state
        .lock(
            &lock_of("ANN", cause::SYNC, Some(at(100))),
            &entry("lock.create"),
            at(5),
        )
        .await
        .unwrap();
    assert_eq!(state.web_session(&cookie, at(6)).await.unwrap(), None);
    assert_eq!(state.api_token_by_hash(&secret, at(6)).await.unwrap(), None);
    assert!(!state.may_sign_in(&ann.id, at(6)).await.unwrap());
    state
        .unlock(&manual.id, &entry("lock.delete"), at(7))
        .await
        .unwrap();
    assert!(
        !state.may_sign_in(&ann.id, at(99)).await.unwrap(),
        "the other lock holds"
    );
    assert!(
        state.may_sign_in(&ann.id, at(100)).await.unwrap(),
        "and ends by itself"
    );
    assert!(state.api_token_by_hash(&secret, at(100)).await.unwrap().is_some());
    assert!(matches!(
        state.unlock(&manual.id, &entry("lock.delete"), at(8)).await,
        Err(StateError::NotFound { .. })
    ));
}

#[tokio::test]
async fn people_are_found_by_name_origin_state_and_role() {
    let state = state().await;
    user(&state, "root").await;
    let traits = BTreeMap::from([("groups".to_owned(), vec!["eng".to_owned()])]);
    for (name, role) in [
        ("bob@acme.example", "access"),
        ("eve_100%@acme.example", "auditor"),
    ] {
        let roles = [role.to_owned()];
        let person = SsoPerson {
            connector: "okta",
            organization: None,
            name,
            display_name: "",
            email: "",
            traits: &traits,
            mapped_roles: &roles,
            mapped_by: &[],
            known_as: None,
            said: None,
        };
        state
            .note_sso_sign_in(&person, &entry("session.create"), at(3))
            .await
            .unwrap();
    }
    state
        .lock(
            &lock_of("bob@acme.example", cause::SCIM, None),
            &entry("lock.create"),
            at(4),
        )
        .await
        .unwrap();
    let names = async |filter: PeopleFilter| {
        let found = state.people(&filter, None, 10, at(9)).await.unwrap();
        let count = state.count_people(&filter, at(9)).await.unwrap();
        assert_eq!((count, found.total), (found.people.len() as u64, count));
        found
            .people
            .into_iter()
            .map(|person| person.name)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let all = PeopleFilter::default;
    assert_eq!(names(all()).await, "bob@acme.example eve_100%@acme.example root");
    let by_text = |text: &str| PeopleFilter {
        text: Some(text.to_owned()),
        ..all()
    };
    assert_eq!(
        names(by_text("ACME")).await,
        "bob@acme.example eve_100%@acme.example"
    );
    assert_eq!(names(by_text("100%@")).await, "eve_100%@acme.example");
    assert_eq!(names(by_text("b%b")).await, "");
    let by_connector = |name: &str| PeopleFilter {
        connector: Some(name.to_owned()),
        ..all()
    };
    assert_eq!(
        names(by_connector("okta")).await,
        "bob@acme.example eve_100%@acme.example"
    );
    assert_eq!(names(by_connector("other")).await, "");
    let of_org = PeopleFilter {
        org_url: Some("https://acme.okta.com".to_owned()),
        ..by_text("acme")
    };
    assert_eq!(names(of_org).await, "", "nobody is of the organization yet");
    assert_eq!(state.last_sign_ins().await.unwrap(), [("okta".to_owned(), at(3))]);
    let by_state = |state| PeopleFilter {
        state: Some(state),
        ..all()
    };
    assert_eq!(names(by_state(PersonState::Locked)).await, "bob@acme.example");
    assert_eq!(
        names(by_state(PersonState::Active)).await,
        "eve_100%@acme.example root"
    );
    let auditors = PeopleFilter {
        role: Some("auditor".to_owned()),
        origin: Some(PersonOrigin::SingleSignOn),
        ..all()
    };
    assert_eq!(names(auditors).await, "eve_100%@acme.example");
    let second = state
        .people(&all(), Some("BOB@acme.example"), 1, at(9))
        .await
        .unwrap();
    assert_eq!(second.total, 3);
    assert_eq!(second.people[0].name, "eve_100%@acme.example");
    assert_eq!(second.people[0].traits, traits);
    assert_eq!(second.people[0].all_roles(), ["auditor"]);
}

#[tokio::test]
async fn an_assertion_is_used_once_even_at_the_same_moment() {
    let state = state().await;
    let request = SsoRequest {
        id: "_1".to_owned(),
        connector: "okta".to_owned(),
        browser: "b".to_owned(),
        go_to: "/sql".to_owned(),
        is_trial: false,
        detail: "{}".to_owned(),
        created: at(0),
        expires: at(900),
    };
    state.begin_sso(&request, at(0)).await.unwrap();
    let waiting = state.sso_request("okta", "b", at(1)).await.unwrap();
    assert_eq!(waiting.as_ref(), Some(&request));
    assert_eq!(state.sso_request("okta", "other", at(1)).await.unwrap(), None);
    assert_eq!(state.sso_request("okta", "b", at(900)).await.unwrap(), None);
    let attempts = (0..8).map(|_| {
        let state = state.clone();
        tokio::spawn(async move {
            state
                .use_assertion("idp", "_a", Some("_1"), at(5000), at(2))
                .await
                .unwrap()
        })
    });
    let mut firsts = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        firsts += usize::from(attempt.await.unwrap());
    }
    assert_eq!(firsts, 1);
    assert!(
        !state
            .use_assertion("idp", "_b", Some("_1"), at(5000), at(3))
            .await
            .unwrap(),
        "the request is answered"
    );
    assert!(
        state
            .use_assertion("other", "_a", None, at(5000), at(3))
            .await
            .unwrap()
    );
    assert!(
        state
            .use_assertion("idp", "_a", None, at(9000), at(5000))
            .await
            .unwrap(),
        "remembered no longer than it is good for"
    );
}

#[tokio::test]
async fn a_local_person_is_never_the_one_who_comes_through_a_connector() {
    let state = state().await;
    user(&state, "Root").await;
    let person = SsoPerson {
        connector: "okta",
        organization: None,
        name: "root",
        display_name: "",
        email: "",
        traits: &BTreeMap::new(),
        mapped_roles: &["editor".to_owned()],
        mapped_by: &[],
        known_as: None,
        said: None,
    };
    let refused = state
        .note_sso_sign_in(&person, &entry("session.create"), at(3))
        .await;
    assert!(matches!(refused, Err(StateError::Exists { .. })));
    let root = state.person_named("root", at(4)).await.unwrap().unwrap();
    assert!(root.mapped_roles.is_empty());
}

#[tokio::test]
async fn roles_and_connectors_notice_that_somebody_was_first() {
    let state = state().await;
    state
        .create_role("ops", "", "{}", &entry("role.create"), at(1))
        .await
        .unwrap();
    let role = state.role("ops").await.unwrap().unwrap();
    state
        .update_role(&role, &entry("role.update"), at(2))
        .await
        .unwrap();
    assert!(matches!(
        state.update_role(&role, &entry("role.update"), at(3)).await,
        Err(StateError::Conflict {
            expected: 1,
            found: 2,
            ..
        })
    ));
    assert!(matches!(
        state
            .create_role("ops", "", "{}", &entry("role.create"), at(4))
            .await,
        Err(StateError::Exists { .. })
    ));
    let connector = Connector {
        name: "okta".to_owned(),
        kind: "saml".to_owned(),
        spec: "{}".to_owned(),
        sealed_secret: None,
        created: at(1),
        updated: at(1),
        revision: 1,
    };
    state
        .create_connector(&connector, &entry("saml.create"), at(1))
        .await
        .unwrap();
    state
        .update_connector(&connector, &entry("saml.update"), at(2))
        .await
        .unwrap();
    assert!(matches!(
        state
            .update_connector(&connector, &entry("saml.update"), at(3))
            .await,
        Err(StateError::Conflict { .. })
    ));
    state
        .delete_connector("okta", &entry("saml.delete"), at(4))
        .await
        .unwrap();
    assert_eq!(state.connectors().await.unwrap(), []);
}

fn facts(id: &str, name: &str) -> PersonFacts {
    PersonFacts {
        okta_id: id.to_owned(),
        name: name.to_owned(),
        display_name: name.to_owned(),
        email: String::new(),
        traits: "{}".to_owned(),
    }
}

#[tokio::test]
async fn steps_of_user_sync_are_done_all_or_none_and_names_can_be_exchanged() {
    let state = state().await;
    let org = "https://acme.okta.com";
    let create = |id: &str, name: &str| PersonStep::Create {
        facts: facts(id, name),
        role: Some("okta-requester".to_owned()),
    };
    let steps = [create("1", "ann"), create("2", "bob")];
    let lease = state
        .take_lease("user-sync", "one", at(0))
        .await
        .unwrap()
        .unwrap();
    let lease = &lease;
    state
        .apply_people(lease, org, &steps, at(DAY_MS), at(1))
        .await
        .unwrap();
    let twice = [create("3", "cy"), create("4", "ANN")];
    assert!(
        state
            .apply_people(lease, org, &twice, at(DAY_MS), at(2))
            .await
            .is_err()
    );
    let people = state.people_for_sync().await.unwrap();
    assert_eq!(people.len(), 2, "nothing of it was done");
    let rename = |person: &SyncedPerson, to: &str| PersonStep::Update {
        id: person.id.clone(),
        name: person.name.clone(),
        facts: facts(person.okta_id.as_deref().unwrap(), to),
        add_role: None,
        absorbs: false,
    };
    let exchange = [rename(&people[0], "bob"), rename(&people[1], "ann")];
    state
        .apply_people(lease, org, &exchange, at(DAY_MS), at(3))
        .await
        .unwrap();
    let bob = state.person_named("bob", at(4)).await.unwrap().unwrap();
    assert_eq!(bob.id, people[0].id);
    assert_eq!(bob.labels["teleport.dev/origin"], "okta");
    let gone = PersonStep::Deactivate {
        id: bob.id.clone(),
        name: "bob".to_owned(),
        why: "deactivated".to_owned(),
    };
    state
        .apply_people(lease, org, &[gone], at(50), at(5))
        .await
        .unwrap();
    assert!(!state.may_sign_in(&bob.id, at(6)).await.unwrap());
    assert_eq!(state.purge_people(lease, at(49)).await.unwrap(), 0);
    assert_eq!(state.purge_people(lease, at(50)).await.unwrap(), 1);
    assert_eq!(state.verify_audit().await.unwrap().broken_at, None);
    let audit = state.audit_rows(None, 1).await.unwrap();
    assert_eq!(
        (audit[0].action.as_str(), audit[0].target.as_str()),
        ("user.purge", "user/bob")
    );
}
