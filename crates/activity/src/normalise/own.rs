//! Our own audit log, one row as JSON: `seq`, `at` (milliseconds or RFC 3339), `actor`, `action`, `target`
//! (`kind/name`), `detail`, `hash`, and where the door knows them `address`, `outcome`, `session`.

use super::{Filled, Scratch, classify, kinds::Kinds, push_item, put_address, put_time};
use crate::event::{Draft, Field, Source};
use crate::json::{Kind, Value};

/// Actors that are this server itself: what user sync and SCIM do is nobody's deed.
const OWN_ACTORS: [&str; 3] = ["system", "scim", "user-sync"];

pub(super) fn fill(
    root: Value<'_>,
    kinds: &mut Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
) -> Filled {
    let mut had_time = false;
    let (mut name, mut status) = ("", "success");
    for member in root.members() {
        match member.key() {
            "seq" | "id" => draft.put_value(Field::Uid, member),
            "at" => had_time |= put_time(member, draft),
            "actor" => {
                draft.put_value(Field::ActorName, member);
                draft.put_value(Field::ActorId, member);
            }
            "action" => name = member.source(),
            "target" => target(member.source(), scratch, draft),
            "address" => put_address(member.source(), draft),
            "outcome" if member.source() != "success" => status = "failure",
            "session" => draft.put_value(Field::SessionId, member),
            "detail" if member.kind() == Kind::Object && member.source() != "{}" => {
                draft.put(Field::Changes, member.source());
            }
            _ => {}
        }
    }
    draft.put(Field::EventType, name);
    let is_own = draft
        .get(Field::ActorName)
        .is_some_and(|actor| OWN_ACTORS.contains(&actor));
    draft.put(Field::ActorKind, if is_own { "system" } else { "user" });
    if name.ends_with(".refuse") {
        status = "failure";
    }
    draft.put(Field::Status, status);
    draft.severity(1);
    let meaning = classify(kinds, Source::Own, name, draft);
    Filled { meaning, had_time }
}

fn target(text: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let (kind, name) = text.split_once('/').unwrap_or(("", text));
    draft.put(Field::TargetKind, kind);
    draft.put(Field::TargetName, name);
    draft.put(Field::TargetId, name);
    push_item(&mut scratch.targets, &[kind, ":", name]);
}
