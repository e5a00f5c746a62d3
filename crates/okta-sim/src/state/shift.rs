//! Moves all dates of an organization, so that a story that was written for one day can be told on another.

use serde_json::{Value, json};

use super::{Org, Profile};
use crate::reply::Object;
use crate::stamp::Stamp;

impl Org {
    /// Moves every date by so many milliseconds. Events in the log stay where they are.
    pub(crate) fn shift(&mut self, ms: i64) {
        let stamp = |at: &mut Stamp| *at = at.plus_ms(ms);
        let maybe = |at: &mut Option<Stamp>| *at = at.map(|at| at.plus_ms(ms));
        stamp(&mut self.identity.created);
        for user in self.users.iter_mut() {
            stamp(&mut user.created);
            stamp(&mut user.last_updated);
            for at in [
                &mut user.activated,
                &mut user.status_changed,
                &mut user.last_login,
                &mut user.password_changed,
            ] {
                maybe(at);
            }
            if let Profile::Own(profile) = &mut user.profile {
                shift_object(profile, ms);
            }
            user.extra.iter_mut().for_each(|extra| shift_object(extra, ms));
        }
        for group in self.groups.iter_mut() {
            stamp(&mut group.created);
            stamp(&mut group.last_updated);
            stamp(&mut group.last_membership_updated);
            let objects = group.profile.iter_mut().chain(group.extra.iter_mut());
            objects.for_each(|object| shift_object(object, ms));
        }
        for app in self.apps.iter_mut() {
            stamp(&mut app.created);
            stamp(&mut app.last_updated);
            shift_object(&mut app.body, ms);
            for assignment in app.groups.values_mut() {
                stamp(&mut assignment.last_updated);
                assignment
                    .profile
                    .iter_mut()
                    .for_each(|profile| shift_object(profile, ms));
            }
            app.assignments.values_mut().for_each(|own| shift_object(own, ms));
        }
        self.docs.each_mut(|document| shift_object(document, ms));
    }
}

fn shift_object(object: &mut Object, ms: i64) {
    object.values_mut().for_each(|value| shift_value(value, ms));
}

/// Texts in the form of [`Stamp`] are dates; all others are left alone.
fn shift_value(value: &mut Value, ms: i64) {
    match value {
        Value::String(text) if text.len() == 24 && text.as_bytes().get(10) == Some(&b'T') => {
            if let Some(at) = Stamp::parse(text).filter(|at| at.to_string() == *text) {
                *value = json!(at.plus_ms(ms));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift_value(item, ms)),
        Value::Object(members) => shift_object(members, ms),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::asking::Desk;
    use crate::stamp::Stamp;

    const DAY: i64 = 86_400_000;

    fn dump(desk: &Desk) -> String {
        let mut out = Vec::new();
        desk.sim.dump(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_moved_organization_is_the_same_on_another_day() {
        let (still, moved) = (Desk::small(), Desk::small());
        let now = Stamp::parse("2027-03-04T07:00:00Z").unwrap();
        moved.sim.move_to(now);
        let target = "/api/v1/users/grace.kim@harborline.example";
        let seen = |desk: &Desk| Stamp::parse(desk.get(target)["lastLogin"].as_str().unwrap()).unwrap();
        let days = seen(&moved).0 - seen(&still).0;
        // It is not yet eight: the day of the story is the day before.
        assert_eq!((days % DAY, days / DAY), (0, 183));
        let token = |desk: &Desk| desk.get("/api/v1/api-tokens")[0]["created"].clone();
        let old = Stamp::parse(token(&still).as_str().unwrap()).unwrap();
        assert_eq!(token(&moved), serde_json::json!(old.plus_ms(days)));
        assert_eq!(dump(&still).lines().count(), dump(&moved).lines().count());
        moved.sim.write().shift(-days);
        assert_eq!(dump(&still), dump(&moved));
    }
}
