//! Two servers over one database, and deaths at any moment.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::*;

/// Two states that are one database: a file, or a schema of the server that `PORTOLAN_TEST_POSTGRES` names.
struct Two {
    one: World,
    other: World,
    _folder: tempfile::TempDir,
}

impl Two {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = crate::state::tests::two(folder.path()).await;
        let retention = || Retention::Ms(30 * DAY_MS);
        Self {
            one: with(one, retention()),
            other: with(other, retention()),
            _folder: folder,
        }
    }

    /// What must be true at any moment, seen from the server that did not die.
    async fn check(&self) {
        let other = &self.other;
        for (what, sql) in [
            (
                "a SCIM user is a person",
                "SELECT COUNT(*) FROM scim_users s WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = s.id \
                 AND u.name = s.user_name)",
            ),
            (
                "a person is found by their words",
                "SELECT COUNT(*) FROM users u WHERE NOT EXISTS (SELECT 1 FROM people_text t WHERE t.user_id = u.id \
                 AND t.name_key = u.name_key)",
            ),
            (
                "whoever is inactive is locked",
                "SELECT COUNT(*) FROM users u WHERE u.inactive IS NOT NULL AND NOT EXISTS (SELECT 1 FROM locks l \
                 WHERE l.target_kind = 'user' AND l.target_key = u.name_key)",
            ),
            (
                "whoever is active is not",
                "SELECT COUNT(*) FROM locks l WHERE EXISTS (SELECT 1 FROM users u WHERE u.name_key = l.target_key \
                 AND u.inactive IS NULL)",
            ),
            (
                "what was made is written down, and only that",
                "SELECT (SELECT COUNT(*) FROM audit_log WHERE action = 'scim.user.create') \
                 - (SELECT COUNT(*) FROM scim_users)",
            ),
        ] {
            assert_eq!(other.number(sql).await, 0, "{what}");
        }
        let audit = other.directory.state.verify_audit().await.unwrap();
        assert_eq!(audit.broken_at, None);
    }
}

/// Work that ends without a word after so many looks at it, as a process that is killed.
struct Mortal<F> {
    work: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.left = left;
        self.work.as_mut().poll(context).map(Some)
    }
}

async fn mortal<F: Future>(work: F, left: u32) -> Option<F::Output> {
    Mortal {
        work: Box::pin(work),
        left,
    }
    .await
}

#[tokio::test]
async fn a_write_that_dies_at_any_moment_is_there_whole_or_not_at_all() {
    let two = Two::new().await;
    let (mut deaths, mut lives) = (0, 0);
    for round in 0..70 {
        // A write takes a few looks.
        let left = 1 + round % 10;
        let name = format!("p{round}@acme.example");
        let made = mortal(two.one.user(&name), left).await;
        two.check().await;
        // Tried again on the other server, it is there, or it is made now.
        let id = match made {
            Some(made) => made.id,
            None => {
                deaths += 1;
                match two.other.create(json!({"userName": name, "active": true})).await {
                    Ok(Created::New(made) | Created::Adopted(made)) => made.id,
                    Err(StoreError::Taken(_)) => {
                        let id = two.other.directory.state.person_named(&name, at(9)).await;
                        id.unwrap().unwrap().id
                    }
                    Err(error) => panic!("{error:?}"),
                }
            }
        };
        let done = mortal(two.one.set(&id, "active", json!(false)), left).await;
        two.check().await;
        match done {
            Some(done) => {
                lives += 1;
                done.unwrap();
            }
            None => {
                two.other.set(&id, "active", json!(false)).await.unwrap();
            }
        }
        two.check().await;
        let read = two.one.read(&id).await.unwrap();
        assert_eq!(read.document.active(), Some(false), "both see the same");
    }
    assert!(
        deaths > 3 && lives > 3,
        "{deaths} deaths, {lives} lives prove little"
    );
}

#[tokio::test]
async fn two_servers_add_members_at_once_and_none_is_lost() {
    let two = Two::new().await;
    let mut ids = Vec::new();
    for number in 0..24 {
        ids.push(two.one.user(&format!("m{number}@acme.example")).await.id);
    }
    let group = two.one.group("crew", &[]).await.id;
    let add = async |world: &World, ids: &[String]| {
        for id in ids {
            let member = NewMember {
                id: id.clone(),
                kind: None,
            };
            let decide = move |_: &Stored| {
                Ok(Change {
                    document: None,
                    members: vec![MemberChange::Add(vec![member.clone()])],
                })
            };
            let changed = world
                .directory
                .change(Kind::Group, &group, Wish::default(), Wish::default(), &decide)
                .await;
            changed.unwrap().unwrap();
        }
    };
    let (left, right) = ids.split_at(12);
    tokio::join!(add(&two.one, left), add(&two.other, right));
    let members = "SELECT COUNT(*) FROM scim_members";
    assert_eq!(two.other.number(members).await, 24);
    let versions = two.one.directory.read(Kind::Group, &group, Wish::default()).await;
    assert_eq!(versions.unwrap().unwrap().version, 25, "one for each change");
}

#[tokio::test]
async fn of_two_servers_that_make_the_same_person_one_does() {
    let two = Two::new().await;
    for number in 0..12 {
        let document = json!({"userName": format!("twin{number}@acme.example"), "active": true});
        let (one, other) = tokio::join!(two.one.create(document.clone()), two.other.create(document));
        let made = [&one, &other].iter().filter(|made| made.is_ok()).count();
        assert_eq!(made, 1, "{one:?} {other:?}");
        let refused = if one.is_ok() { other } else { one };
        assert!(
            matches!(refused, Err(StoreError::Taken("userName"))),
            "{refused:?}"
        );
    }
    two.check().await;
}
