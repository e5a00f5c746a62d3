//! What SCIM itself says of a person, told apart from how the person is.
//!
//! User sync renames and deactivates, too, and the record shows what came of it. So a client that reads, changes another
//! attribute and writes all back says nothing new about name and activity; and one that says again what it said before
//! does not undo what came in between.

use domain::Timestamp;
use scim::store::Decide;
use scim::{Document, StoreError, Stored, fold};
use serde_json::Value;
use sqlx::AnyConnection;

use super::Failure;

/// What SCIM said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) name: String,
    /// `active` as it was given.
    pub(super) active: Option<bool>,
}

impl Word {
    pub(super) fn is_active(&self) -> bool {
        self.active != Some(false)
    }
}

/// What a request comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// The record from now on.
    pub(super) document: Document,
    /// What SCIM has said by then.
    pub(super) word: Word,
    /// Whether it said something about name or activity that it had not said before, or that had been overruled.
    pub(super) is_news: bool,
}

/// Asks the request what it wants. Pure, as the request is.
pub(super) fn ask(told: &Word, stored: &Stored, decide: &Decide<'_>) -> Result<Asked, StoreError> {
    let mut seen = stored.clone();
    // In the client's own picture, its own name is no rename.
    set(&mut seen.document, "userName", told.name.as_str().into());
    let is = stored.document.active();
    let mut document = decide(&seen)?.document.unwrap_or_else(|| seen.document.clone());
    let active = if document.active() != is {
        document.active()
    } else if is == Some(false) && told.is_active() {
        // Somebody else made the person inactive. Only a request that says so itself leads to the same from both sides.
        let mut other = seen.clone();
        set(&mut other.document, "active", true.into());
        let after = decide(&other)?.document.unwrap_or(other.document);
        after.active().filter(|active| !active).or(told.active)
    } else {
        told.active
    };
    let said = document.user_name().unwrap_or_default().to_owned();
    let name = stored.document.user_name().unwrap_or_default();
    if fold(&said) == fold(&told.name) && fold(name) != fold(&told.name) {
        set(&mut document, "userName", name.into());
    }
    let word = Word { name: said, active };
    let is_news = word != *told || document.active() != is;
    Ok(Asked {
        document,
        word,
        is_news,
    })
}

fn set(document: &mut Document, name: &str, value: Value) {
    let mut json = document.to_json();
    if let Some(members) = json.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    *document = Document::from_json(json);
}

pub(super) async fn write(
    connection: &mut AnyConnection,
    id: &str,
    word: &Word,
    now: Timestamp,
) -> Result<(), Failure> {
    sqlx::query("UPDATE scim_users SET told_name = $2, told_active = $3, told = $4 WHERE id = $1")
        .bind(id)
        .bind(&word.name)
        .bind(word.active.map(i64::from))
        .bind(now.as_ms())
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use scim::schema::Kind;
    use scim::store::Change;
    use serde_json::json;

    use super::*;

    fn stored(name: &str, active: Option<bool>) -> Stored {
        let mut document = json!({ "userName": name, "title": "x" });
        if let Some(active) = active {
            document["active"] = active.into();
        }
        let time = jiff::Timestamp::from_millisecond(0).unwrap();
        Stored {
            kind: Kind::User,
            id: "1".to_owned(),
            document: Document::from_json(document),
            version: 1,
            created: time,
            last_modified: time,
            members: None,
            groups: None,
        }
    }

    /// A request that sets these, whatever is there: name, `active`, and the word after it.
    fn told(
        word: (&str, Option<bool>),
        is: (&str, Option<bool>),
        sets: Value,
    ) -> (String, Option<bool>, Word, bool) {
        let word = Word {
            name: word.0.to_owned(),
            active: word.1,
        };
        let decide = move |stored: &Stored| {
            let mut document = stored.document.to_json();
            for (name, value) in sets.as_object().unwrap() {
                document[name] = value.clone();
            }
            Ok(Change {
                document: Some(Document::from_json(document)),
                members: Vec::new(),
            })
        };
        let asked = ask(&word, &stored(is.0, is.1), &decide).unwrap();
        let name = asked.document.user_name().unwrap().to_owned();
        (name, asked.document.active(), asked.word, asked.is_news)
    }

    fn word(name: &str, active: Option<bool>) -> Word {
        Word {
            name: name.to_owned(),
            active,
        }
    }

    #[test]
    fn another_attribute_says_nothing_of_name_and_activity() {
        let (on, off) = (Some(true), Some(false));
        for (was, is) in [(on, on), (on, off), (off, off), (None, off), (None, None)] {
            let (name, active, after, is_news) = told(("ann", was), ("anna", is), json!({ "title": "y" }));
            assert_eq!((name.as_str(), active, is_news), ("anna", is, false));
            assert_eq!(after, word("ann", was));
        }
    }

    #[test]
    fn what_is_said_again_overrules_nothing_and_what_is_new_does() {
        let on = Some(true);
        let renamed = |to: &str| told(("ann", on), ("anna", on), json!({ "userName": to }));
        assert_eq!(renamed("ann"), ("anna".to_owned(), on, word("ann", on), false));
        assert_eq!(renamed("anna"), ("anna".to_owned(), on, word("anna", on), true));
        assert_eq!(renamed("bea"), ("bea".to_owned(), on, word("bea", on), true));
        let letters = told(("ann", on), ("ann", on), json!({ "userName": "Ann" }));
        assert_eq!(letters, ("Ann".to_owned(), on, word("Ann", on), true));
    }

    #[test]
    fn activity_that_is_said_counts_even_where_it_shows_already() {
        let (on, off) = (Some(true), Some(false));
        let said = |was, is, active: bool| {
            let (_, shown, word, is_news) = told(("ann", was), ("ann", is), json!({ "active": active }));
            (shown, word.active, is_news)
        };
        assert_eq!(said(on, off, false), (off, off, true), "user sync was first");
        assert_eq!(said(on, off, true), (on, on, true), "and is overruled");
        assert_eq!(said(None, off, false), (off, off, true));
        assert_eq!(said(off, off, false), (off, off, false));
        assert_eq!(said(off, off, true), (on, on, true));
        assert_eq!(said(on, on, true), (on, on, false));
        assert_eq!(said(on, on, false), (off, off, true));
    }
}
