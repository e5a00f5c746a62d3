//! Lets the generated traffic happen in the organization: writes its events, carries out its changes.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::org::users::display_name;
use crate::stamp::Stamp;
use crate::state::{Effect, Group, GroupKind, Org, Status};
use crate::syslog::{Change, Draft, Happening, Party, Person, Population, Thing, Traffic, persisted};

/// A running source of traffic.
#[derive(Debug)]
pub(crate) struct Commotion {
    traffic: Traffic,
    draws: ChaCha8Rng,
    /// Milliseconds between two looks; more often would only cost.
    next: Stamp,
    per_minute: u32,
}

/// Traffic is made up in steps of this length.
const STEP_MS: i64 = 500;

impl Commotion {
    /// About `per_minute` events a minute, the same for the same seed.
    pub(crate) fn new(seed: u64, per_minute: u32) -> Self {
        let draws = ChaCha8Rng::seed_from_u64(seed ^ 0xD1CE);
        Self {
            traffic: Traffic::new(seed, per_minute),
            draws,
            next: Stamp(i64::MIN),
            per_minute,
        }
    }

    pub(crate) fn per_minute(&self) -> u32 {
        self.per_minute
    }

    /// Whether there may be something to do.
    pub(crate) fn is_due(&self, now: Stamp) -> bool {
        now >= self.next
    }

    /// Lets everything happen up to `now`.
    pub(crate) fn run(&mut self, org: &mut Org, now: Stamp) {
        self.next = now.plus_ms(STEP_MS);
        let mut happenings = self.traffic.due(now, org);
        happenings.sort_by_key(|happening| match happening {
            Happening::Event(_, published) => *published,
            Happening::Change(_) => now,
        });
        for happening in happenings {
            match happening {
                Happening::Event(draft, published) => {
                    let at = persisted(published, now, self.draws.random());
                    org.log.write(*draft, published, at);
                }
                Happening::Change(Change::ToggleMember { user, group }) => {
                    toggle_member(org, &user, &group, now)
                }
            }
        }
    }
}

impl Population for Org {
    fn people(&self) -> usize {
        self.users.end() as usize
    }

    fn person(&self, index: usize) -> Option<Person> {
        let ordinal = u32::try_from(index).ok()?;
        self.users
            .get(ordinal)
            .filter(|user| user.status == Status::Active && !self.habits.away.contains(&ordinal))?;
        person(self, ordinal)
    }

    fn app_of(&self, person: usize, pick: u64) -> Option<Thing> {
        let person = u32::try_from(person).ok()?;
        let mut apps = self.apps_of(person);
        apps.retain(|app| self.habits.opens(person, *app));
        let app = self.apps.get(*apps.get(pick_of(pick, apps.len())?)?)?;
        let sign_on = app.sign_on.as_deref().unwrap_or_default().to_owned();
        Some(Thing {
            id: app.id.to_string(),
            label: app.label.to_string(),
            name: app.name.to_string(),
            sign_on,
        })
    }

    /// Only groups that people manage by hand: no directory's, no rule's, none with an administrator role.
    fn group(&self, pick: u64) -> Option<Thing> {
        let start = u32::try_from(pick_of(pick, self.groups.end() as usize)?).ok()?;
        let by_hand = |group: &Group| {
            let own = group.kind == GroupKind::Okta && group.by_rule.is_empty() && !group.everyone;
            own && self.docs.len(&format!("groups/{}/roles", group.id)) == 0
        };
        let (_, group) = self
            .groups
            .from(start)
            .take(10)
            .find(|(_, group)| by_hand(group))?;
        let label = group.name.to_string();
        Some(Thing {
            id: group.id.to_string(),
            label,
            name: String::new(),
            sign_on: String::new(),
        })
    }
}

fn pick_of(pick: u64, count: usize) -> Option<usize> {
    usize::try_from(pick.checked_rem(u64::try_from(count).ok()?)?).ok()
}

/// The person of an ordinal, as events show them.
pub(crate) fn person(org: &Org, ordinal: u32) -> Option<Person> {
    let user = org.users.get(ordinal)?;
    Some(Person {
        index: ordinal as usize,
        id: user.id.to_string(),
        login: user.login.to_string(),
        name: display_name(user),
    })
}

fn toggle_member(org: &mut Org, user: &str, group: &str, now: Stamp) {
    let (Some(user), Some(group)) = (org.users.find(user), org.groups.find(group)) else {
        return;
    };
    let joins = org.add_member(group, user, now);
    if !joins && !org.remove_member(group, user, now) {
        return;
    }
    let kind = if joins {
        "group.user_membership.add"
    } else {
        "group.user_membership.remove"
    };
    let mut draft = Draft::new(kind, Party::system());
    draft
        .targets
        .extend(person(org, user).map(|person| person.party()));
    draft.targets.extend(
        org.groups
            .get(group)
            .map(|group| Party::unnamed("UserGroup", &group.id, &group.name)),
    );
    org.log.write(draft, now, now.plus_ms(60));
    org.version += 1;
    org.later(now, Effect::RunRules { user });
}
