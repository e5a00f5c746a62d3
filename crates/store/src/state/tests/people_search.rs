//! Pages of people beside the same question asked of a list in memory.

use std::collections::BTreeMap;

use super::*;

struct Known {
    name: String,
    display_name: String,
    email: String,
    role: &'static str,
    is_local: bool,
    is_locked: bool,
    is_barred: bool,
}

impl Known {
    fn is_like(&self, text: &str) -> bool {
        let all = [&self.name, &self.display_name, &self.email];
        all.iter()
            .any(|part| part.to_lowercase().contains(&text.to_lowercase()))
    }

    fn is_in(&self, state: Option<PersonState>) -> bool {
        match state {
            None => true,
            Some(PersonState::Locked) => self.is_locked,
            Some(PersonState::Inactive) => self.is_barred,
            Some(PersonState::Active) => !self.is_locked && !self.is_barred,
        }
    }
}

async fn sign_in(state: &State, name: &str, display_name: &str, email: &str, role: &str) {
    let roles = [role.to_owned()];
    let person = SsoPerson {
        connector: "okta",
        organization: None,
        name,
        display_name,
        email,
        traits: &BTreeMap::new(),
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

async fn lock(state: &State, name: &str) {
    let lock = Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.to_owned(),
        cause: cause::MANUAL.to_owned(),
        message: String::new(),
        created: at(4),
        created_by: "ada".to_owned(),
        expires: None,
    };
    state.lock(&lock, &entry("lock.create"), at(4)).await.unwrap();
}

/// Forty people whose words overlap: some words name few, some name many.
async fn crowd(state: &State) -> Vec<Known> {
    let given = ["Ana", "Élodie", "Bo", "Smith"];
    let mut all = Vec::new();
    for index in 0..40 {
        let (first, is_local) = (given[index % 4], index % 10 == 9);
        let known = Known {
            name: format!("{}.{index:02}@acme.example", first.to_lowercase()),
            display_name: if is_local {
                String::new()
            } else {
                format!("{first} Nº {index}")
            },
            email: if is_local {
                String::new()
            } else {
                format!("p{index}@mail_{}.example", index % 3)
            },
            role: if index % 5 == 0 { "auditor" } else { "access" },
            is_local,
            is_locked: index % 7 == 0,
            is_barred: index % 11 == 0,
        };
        if is_local {
            let new = NewLocalUser {
                roles: vec![known.role.to_owned()],
                ..new_user(&known.name)
            };
            state
                .create_user(&new, &entry("user.create"), at(1))
                .await
                .unwrap();
        } else {
            sign_in(state, &known.name, &known.display_name, &known.email, known.role).await;
        }
        if known.is_locked {
            lock(state, &known.name).await;
        }
        if known.is_barred {
            let id = state.person_named(&known.name, at(5)).await.unwrap().unwrap().id;
            state
                .set_user_disabled(&id, true, &entry("user.disable"), at(5))
                .await
                .unwrap();
        }
        all.push(known);
    }
    all
}

/// Every page of three, put together; each page tells how many there are in all.
async fn pages(state: &State, filter: &PeopleFilter) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), None::<String>);
    let mut totals = Vec::new();
    loop {
        let found = state.people(filter, after.as_deref(), 3, at(9)).await.unwrap();
        totals.push(found.total);
        let Some(last) = found.people.last() else { break };
        after = Some(last.name.clone());
        names.extend(found.people.into_iter().map(|person| person.name));
    }
    let all = names.len() as u64;
    assert!(
        totals.iter().all(|total| *total == all),
        "{filter:?}: {totals:?} of {all}"
    );
    assert_eq!(
        state.count_people(filter, at(9)).await.unwrap(),
        all,
        "{filter:?}"
    );
    names
}

#[tokio::test]
async fn every_question_has_the_answer_of_a_list() {
    let state = state().await;
    let crowd = crowd(&state).await;
    let states = [
        None,
        Some(PersonState::Active),
        Some(PersonState::Locked),
        Some(PersonState::Inactive),
    ];
    // Nobody, one, few, many; letters beyond ASCII; what is a wildcard elsewhere; across no two fields.
    let texts = [
        None,
        Some("nobody"),
        Some(".07@"),
        Some("Nº 3"),
        Some("acme"),
        Some("ÉLO"),
        Some("l_1."),
    ]
    .into_iter()
    .chain([Some("%"), Some("example smith"), Some(" bo ")]);
    for text in texts {
        for wanted in states {
            for role in [None, Some("auditor")] {
                for origin in [None, Some(PersonOrigin::Local)] {
                    let filter = PeopleFilter {
                        text: text.map(str::to_owned),
                        origin,
                        state: wanted,
                        role: role.map(str::to_owned),
                        ..PeopleFilter::default()
                    };
                    let mut expected: Vec<String> = crowd
                        .iter()
                        .filter(|known| text.is_none_or(|text| known.is_like(text.trim())))
                        .filter(|known| known.is_in(wanted))
                        .filter(|known| role.is_none_or(|role| known.role == role))
                        .filter(|known| origin.is_none() || known.is_local)
                        .map(|known| known.name.clone())
                        .collect();
                    let mut found = pages(&state, &filter).await;
                    // The order is the database's own; that pages follow each other is seen by their names.
                    expected.sort();
                    found.sort();
                    assert_eq!(found, expected, "{filter:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_person_is_found_by_the_words_of_now() {
    let state = state().await;
    let words = async |text: &str| {
        let filter = PeopleFilter {
            text: Some(text.to_owned()),
            ..PeopleFilter::default()
        };
        state.people(&filter, None, 10, at(9)).await.unwrap().total
    };
    sign_in(&state, "Grace@acme.example", "Grace Hopper", "", "access").await;
    assert_eq!((words("hopper").await, words("murray").await), (1, 0));
    sign_in(
        &state,
        "grace@ACME.example",
        "Grace Murray",
        "gm@acme.example",
        "access",
    )
    .await;
    assert_eq!((words("hopper").await, words("murray").await), (0, 1));
    // What is left out at a sign-in stays.
    sign_in(&state, "grace@acme.example", "", "", "access").await;
    assert_eq!((words("murray").await, words("gm@").await), (1, 1));
    let id = state
        .person_named("grace@acme.example", at(9))
        .await
        .unwrap()
        .unwrap()
        .id;
    state
        .delete_person(&id, &entry("user.delete"), at(9))
        .await
        .unwrap();
    assert_eq!(words("grace").await, 0);
}
