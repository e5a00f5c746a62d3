//! Targets by type, not by position: their order and number vary.

use super::{Kinds, Scratch, push_item, signal};
use crate::event::{Draft, Field};
use crate::json::{Kind, Value, unescape};

/// Changes longer than this are left to the raw text, in bytes.
const CHANGES_MAX: usize = 8_192;

/// Settings that weaken a policy when they turn from the first word to the second.
const WEAKER: [(&str, &str, &str); 8] = [
    ("factorMode", "2FA", "1FA"),
    ("requireFactor", "true", "false"),
    ("required", "true", "false"),
    ("enroll", "REQUIRED", "OPTIONAL"),
    ("access", "DENY", "ALLOW"),
    ("accessPolicy", "DENY", "ALLOW"),
    ("phishingResistant", "REQUIRED", "OPTIONAL"),
    ("hardwareProtection", "REQUIRED", "OPTIONAL"),
];

/// Settings that weaken a policy when they grow.
const LONGER: [&str; 5] = [
    "maxSessionIdleMinutes",
    "maxSessionLifetimeMinutes",
    "sessionIdleMinutes",
    "sessionLifetimeMinutes",
    "factorLifetime",
];

/// Writes main target and all targets; returns the first `changeDetails`.
pub(super) fn fill<'t>(
    targets: Option<Value<'t>>,
    preferred: &str,
    kinds: &Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
) -> Option<Value<'t>> {
    let mut best: Option<(u8, Value<'_>, &'static str)> = None;
    let mut changed = None;
    let mut is_own = false;
    for target in targets.into_iter().flat_map(Value::members) {
        let (mut kind, mut id, mut alternate) = ("other", "", "");
        for member in target.members() {
            match member.key() {
                "type" => kind = kinds.okta_target(member.source()),
                "id" => id = member.source(),
                "alternateId" => alternate = member.source(),
                "changeDetails" if member.kind() == Kind::Object => changed = changed.or(Some(member)),
                "detailEntry" => granted(member, scratch),
                _ => {}
            }
        }
        push_item(&mut scratch.targets, &[kind, ":", id]);
        is_own |= matches!(kind, "user" | "app_user") && is_actor(id, alternate, draft);
        let rank = match kind {
            _ if kind == preferred => 3,
            "app_user" | "other" => 0,
            "user" => 1,
            _ => 2,
        };
        if best.is_none_or(|(best, ..)| rank > best) {
            best = Some((rank, target, kind));
        }
    }
    if is_own {
        signal(scratch, &["own_target"]);
    }
    if let Some((_, target, kind)) = best {
        main(target, kind, draft);
    }
    changed
}

/// Whether a target is who acts.
fn is_actor(id: &str, alternate: &str, draft: &Draft<'_>) -> bool {
    let is = |field, text: &str| !text.is_empty() && draft.get(field) == Some(text);
    is(Field::ActorId, id) || is(Field::ActorName, alternate)
}

fn main(target: Value<'_>, kind: &str, draft: &mut Draft<'_>) {
    draft.put(Field::TargetKind, kind);
    let (mut display, mut alternate) = (None, None);
    for member in target.members() {
        match member.key() {
            "id" => draft.put_value(Field::TargetId, member),
            "displayName" => display = Some(member),
            "alternateId" => alternate = Some(member),
            _ => {}
        }
    }
    let (first, second) = if kind == "user" {
        (alternate, display)
    } else {
        (display, alternate)
    };
    for name in [first, second].into_iter().flatten() {
        if draft.get(Field::TargetName).is_none() {
            draft.put_value(Field::TargetName, name);
        }
    }
}

/// Okta says network limits and granted rights of a target in its details.
fn granted(detail: Value<'_>, scratch: &mut Scratch) {
    if let Some(policy) = detail.get("policyType") {
        signal(scratch, &["policy_type:", policy.source()]);
    }
}

/// Keeps before and after, and tells whether a policy got weaker.
pub(super) fn changes(details: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let text = details.source();
    if text.len() <= CHANGES_MAX {
        draft.put(Field::Changes, text);
    }
    if let (Some(from), Some(to)) = (details.get("from"), details.get("to"))
        && is_weaker(from, to, 0)
    {
        signal(scratch, &["policy_weakened"]);
    }
}

fn is_weaker(from: Value<'_>, to: Value<'_>, depth: u8) -> bool {
    if let (Kind::Text, Kind::Text) = (from.kind(), to.kind())
        && from.source().starts_with('{')
        && depth < 2
    {
        return in_text(from, to, depth);
    }
    to.members().any(|after| {
        let Some(before) = from.get(after.key()) else {
            return false;
        };
        match after.kind() {
            Kind::Object | Kind::Array => is_weaker(before, after, depth),
            Kind::Text if after.source().starts_with('{') => is_weaker(before, after, depth),
            _ => weakened(after.key(), before.source(), after),
        }
    })
}

fn weakened(name: &str, before: &str, after: Value<'_>) -> bool {
    let turned = WEAKER
        .iter()
        .any(|(setting, strong, weak)| *setting == name && before == *strong && after.source() == *weak);
    let grew = LONGER.contains(&name)
        && before
            .parse::<f64>()
            .ok()
            .zip(after.number())
            .is_some_and(|(before, after)| after > before);
    turned || grew
}

/// Some changes come as JSON inside a string.
fn in_text(from: Value<'_>, to: Value<'_>, depth: u8) -> bool {
    let (from, to) = (unescape(from.source()), unescape(to.source()));
    let (mut first, mut second) = (crate::json::Tape::default(), crate::json::Tape::default());
    match (first.scan(&from), second.scan(&to)) {
        (Ok(from), Ok(to)) => is_weaker(from.root(), to.root(), depth + 1),
        _ => false,
    }
}
