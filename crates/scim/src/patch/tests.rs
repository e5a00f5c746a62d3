//! What a patch becomes before a store sees it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::limits::Limits;
use crate::schema::{Attribute, Kind, Mutability, ResourceType, Returned, Schema, Schemas, Type};
use crate::store::{Change, MemberChange, NewMember, Stored, Wish};
use crate::{Document, urn};

fn stored(kind: Kind, document: Value) -> Stored {
    let now = Timestamp::UNIX_EPOCH;
    Stored {
        kind,
        id: "1".into(),
        document: Document::from_json(document),
        version: 1,
        created: now,
        last_modified: now,
        members: None,
        groups: None,
    }
}

fn patch(of: &ResourceType, document: Value, operations: Value) -> Result<(Change, Wish), Fault> {
    let body = json!({ "schemas": [urn::PATCH_OP], "Operations": operations });
    let operations = super::read(of, body, &Limits::default())?;
    Ok((
        super::apply(of, &stored(of.kind, document), &operations)?,
        super::needs(&operations),
    ))
}

fn member(id: &str) -> NewMember {
    NewMember {
        id: id.into(),
        kind: None,
    }
}

#[test]
fn members_become_small_changes_that_need_no_other_member() {
    let schemas = Schemas::standard();
    let operations = json!([
        { "op": "add", "path": "members", "value": [{ "value": "a" }] },
        { "op": "add", "value": { "members": [{ "value": "b", "type": "User" }] } },
        { "op": "remove", "path": "members[value eq \"c\"]" },
        { "op": "remove", "path": "members[value eq \"d\" or value eq \"e\"]" },
        { "op": "replace", "value": { "displayName": "G" } }
    ]);
    let (change, needs) = patch(&schemas.group, json!({ "displayName": "G" }), operations).unwrap();
    assert_eq!(needs, Wish::default());
    assert_eq!(change.document, None, "the name is what it was");
    let b = NewMember {
        id: "b".into(),
        kind: Some(Kind::User),
    };
    assert_eq!(
        change.members,
        [
            MemberChange::Add(vec![member("a"), b]),
            MemberChange::Remove(vec!["c".into(), "d".into(), "e".into()])
        ]
    );
}

#[test]
fn only_filters_on_more_than_the_value_load_members() {
    let schemas = Schemas::standard();
    let needs = |path: &str| {
        patch(
            &schemas.group,
            json!({ "displayName": "G" }),
            json!([{ "op": "remove", "path": path }]),
        )
        .unwrap()
        .1
    };
    assert_eq!(needs("members"), Wish::default());
    assert_eq!(
        needs("members[type eq \"User\"]"),
        Wish {
            members: true,
            ..Wish::default()
        }
    );
    assert_eq!(
        needs("members[display sw \"A\"]"),
        Wish {
            members: true,
            member_names: true,
            ..Wish::default()
        }
    );
}

#[test]
fn operations_that_cancel_out_change_nothing() {
    let schemas = Schemas::standard();
    let operations = json!([
        { "op": "add", "path": "title", "value": "x" }, { "op": "remove", "path": "title" },
        { "op": "add", "path": format!("{}:department", urn::ENTERPRISE_USER), "value": "x" },
        { "op": "remove", "path": urn::ENTERPRISE_USER }
    ]);
    let (change, _) = patch(&schemas.user, json!({ "userName": "a" }), operations).unwrap();
    assert_eq!(change, Change::default());
}

/// A schema with what the standard ones do not have.
fn badge() -> ResourceType {
    let attributes = vec![
        Attribute::new("serial", Type::String, "Set once.").mutability(Mutability::Immutable),
        Attribute::new("pin", Type::String, "Never read.")
            .mutability(Mutability::WriteOnly)
            .returned(Returned::Never),
        Attribute::new("level", Type::Integer, "A number."),
        Attribute::new("weight", Type::Decimal, "A number."),
        Attribute::new("issued", Type::DateTime, "A time."),
    ];
    let core = Schema {
        id: "urn:example:Badge",
        name: "Badge",
        description: "Badge",
        attributes,
    };
    ResourceType::new(Kind::User, core, Vec::new())
}

#[test]
fn an_immutable_value_is_set_once() {
    let set = |before: Value, op: &str, value: &str| {
        patch(
            &badge(),
            before,
            json!([{ "op": op, "path": "serial", "value": value }]),
        )
        .map(|(change, _)| change.document)
    };
    let a = || json!({ "serial": "a" });
    assert_eq!(set(json!({}), "add", "a"), Ok(Some(Document::from_json(a()))));
    assert_eq!(set(a(), "replace", "a"), Ok(None));
    assert_eq!(
        set(a(), "replace", "b").unwrap_err().scim_type,
        Some(crate::ScimType::Mutability)
    );
    let gone = patch(&badge(), a(), json!([{ "op": "remove", "path": "serial" }]));
    assert_eq!(gone.unwrap_err().scim_type, Some(crate::ScimType::Mutability));
}

#[test]
fn a_write_only_value_is_kept_and_never_shown_or_searched() {
    let of = badge();
    let (change, _) = patch(
        &of,
        json!({}),
        json!([{ "op": "add", "path": "pin", "value": "1234" }]),
    )
    .unwrap();
    let kept = stored(Kind::User, change.document.unwrap().to_json());
    assert_eq!(kept.document.text(&["pin"]), Some("1234"));
    let asked = crate::project::Projection::new(&of, &["pin".into()], &[]);
    assert_eq!(
        crate::render::resource(kept.clone(), &of, "", &asked).get("pin"),
        None
    );
    let filter = crate::Filter::parse("pin eq \"1234\"", &Limits::default()).unwrap();
    let scope = crate::filter::bind::Scope::Resource(&of);
    assert!(crate::filter::bind::bind(&filter, scope, crate::filter::bind::Unknown::Refused).is_err());
    let incoming = crate::intake::read(&of, json!({ "level": 3 }), &Limits::default()).unwrap();
    let put = crate::put::change(&of, &kept, &incoming)
        .unwrap()
        .document
        .unwrap();
    assert_eq!(
        put.to_json(),
        json!({ "level": 3, "pin": "1234" }),
        "who cannot read it cannot send it back"
    );
}

#[test]
fn numbers_and_times_are_checked() {
    let read = |name: &str, value: Value| {
        patch(
            &badge(),
            json!({}),
            json!([{ "op": "add", "path": name, "value": value }]),
        )
        .is_ok()
    };
    assert!(read("level", json!(3)) && !read("level", json!(3.5)) && !read("level", json!("3")));
    assert!(read("weight", json!(3.5)) && !read("weight", json!(true)));
    assert!(read("issued", json!("2027-01-31T08:00:00+02:00")) && !read("issued", json!("today")));
}
