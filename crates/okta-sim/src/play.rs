//! Attack stories and quiet days of an organization, at once or in time.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use crate::chores;
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::state::{Org, Status};
use crate::syslog::{
    Cast, Draft, Happening, Person, Population, Story, Traffic, attacker, home, story_events, token_use,
};
use crate::traffic::person;

/// How a story is told.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryOptions {
    /// Which one.
    pub story: Story,
    /// Login or id of the victim; without it the story picks somebody who fits.
    pub victim: Option<String>,
    /// Other seeds bring other attackers.
    pub seed: u64,
    /// When it happens.
    pub timing: StoryTiming,
}

/// When a story happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StoryTiming {
    /// It has just ended: all events are there at once, dated in the minutes before.
    Past,
    /// It begins now and takes its time, divided by this pace.
    Live {
        /// 1 is as fast as it would really be, 10 ten times that.
        pace: f64,
    },
}

impl StoryOptions {
    /// The story as if it had just ended.
    #[must_use]
    pub fn new(story: Story) -> Self {
        Self {
            story,
            victim: None,
            seed: 1,
            timing: StoryTiming::Past,
        }
    }
}

/// Events that are still to happen.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    queue: BTreeMap<(Stamp, u64), Draft>,
    count: u64,
}

impl Schedule {
    fn add(&mut self, at: Stamp, draft: Draft) {
        self.count += 1;
        self.queue.insert((at, self.count), draft);
    }

    /// Takes what is due.
    pub(crate) fn due(&mut self, now: Stamp) -> Vec<(Stamp, Draft)> {
        let mut due = Vec::new();
        while let Some(first) = self.queue.first_entry().filter(|first| first.key().0 <= now) {
            let ((at, _), draft) = first.remove_entry();
            due.push((at, draft));
        }
        due
    }

    /// How many events are still to happen.
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }
}

impl Sim {
    /// Plays an attack story; gives how many events it has. Those of a story in time come while the simulator is served
    /// or [`Sim::tick`] is called.
    pub fn play(&self, options: &StoryOptions, now: Stamp) -> usize {
        let told = {
            let org = self.read();
            let cast = cast(&org, options.story, options.victim.as_deref());
            story_events(options.story, &cast, options.seed, now)
        };
        let count = told.len();
        match options.timing {
            StoryTiming::Past => {
                let length = told.last().map_or(0, |(_, at)| at.0 - now.0);
                let org = &mut *self.write();
                for (draft, at) in told {
                    let at = at.plus_ms(-length);
                    org.log.write(draft, at, at.plus_ms(80));
                }
            }
            StoryTiming::Live { pace } => {
                let pace = if pace.is_finite() && pace > 0.0 { pace } else { 1.0 };
                let mut schedule = self.schedule();
                for (draft, at) in told {
                    #[expect(clippy::cast_possible_truncation, reason = "a cast from float saturates")]
                    let after = ((at.0 - now.0) as f64 / pace) as i64;
                    schedule.add(now.plus_ms(after), draft);
                }
            }
        }
        count
    }

    /// Lets happen what is due of stories that are told in time.
    pub(crate) fn run_schedule(&self, now: Stamp) {
        let due = self.schedule().due(now);
        if due.is_empty() {
            return;
        }
        let org = &mut *self.write();
        for (at, draft) in due {
            org.log.write(draft, at, now);
        }
    }

    /// Where this person (login or id) signs in from, and where the attacker of a story about them with this seed does.
    pub fn addresses(&self, person: &str, seed: u64) -> Option<(String, String)> {
        let org = self.read();
        let index = org.find_user(person)?;
        let home = home(usize::try_from(index).ok()?);
        let attacker = attacker(seed, home.browser);
        Some((home.ip.to_string(), attacker.ip.to_string()))
    }

    /// What is still to happen.
    pub(crate) fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves all dates by whole days, so that the day of the story of [`World::small`](crate::World::small), `medium` and
    /// `large` (2026-09-01, eight in the morning, UTC) is today, or yesterday when it is not yet eight. To be called
    /// before anything else happens.
    pub fn move_to(&self, now: Stamp) {
        const DAY: i64 = 86_400_000;
        let days = (now.0 - crate::world::STORY_DAY.0).div_euclid(DAY);
        self.write().shift(days * DAY);
    }

    /// Writes the ordinary traffic of the days before `now`, about `per_day` events a day, more by day than by night and
    /// without any attack, administrators at their chores, and every API token at work once a day; gives how many events it wrote. To be called before anything else is in the log: what is
    /// written down later is also persisted later.
    pub fn set_history(&self, seed: u64, days: u32, per_day: u32, now: Stamp) -> usize {
        const HOUR: i64 = 3_600_000;
        let org = &mut *self.write();
        let mut events = Vec::new();
        for hour in 0..i64::from(days) * 24 {
            let from = now.plus_ms((hour - i64::from(days) * 24) * HOUR);
            let share = f64::from(per_day) / 24.0 * weight(from);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a small positive number of events a minute, in tenths"
            )]
            let rate = share.max(0.0).round() as u32;
            // The rate is for an hour: the source counts in minutes, so an hour is told as one of its minutes.
            let mut source = Traffic::new(seed.wrapping_add(hour.unsigned_abs()), rate);
            source.due(from, org);
            for happening in source.due(from.plus_ms(60_000), org) {
                if let Happening::Event(draft, at) = happening {
                    let within = (at.0 - from.0).saturating_mul(60).min(HOUR - 1);
                    events.push((*draft, from.plus_ms(within)));
                }
            }
        }
        let holders: Vec<(Person, String)> = tokens(org)
            .filter_map(|(owner, id, _)| Some((person(org, owner)?, id)))
            .collect();
        for day in 1..=i64::from(days) {
            for (number, (owner, token)) in (0_i64..).zip(&holders) {
                let at = now.plus_ms(-day * 24 * HOUR + HOUR + number % 600 * 60_000);
                events.push((token_use(owner, token, at), at));
            }
        }
        events.extend(chores::of_days(org, seed, days, now));
        events.sort_by_key(|(_, at)| *at);
        let count = events.len();
        for (draft, at) in events {
            org.log.write(draft, at, at.plus_ms(80));
        }
        count
    }
}

/// How busy an hour is: office hours carry most of the day, in UTC.
fn weight(at: Stamp) -> f64 {
    match at.seconds().div_euclid(3600).rem_euclid(24) {
        7..=16 => 2.0,
        5 | 6 | 17..=19 => 0.6,
        _ => 0.2,
    }
}

/// Who plays which part: the victim, the help desk, the others.
fn cast(org: &Org, story: Story, victim: Option<&str>) -> Cast {
    let active = |user: &u32| {
        org.users
            .get(*user)
            .is_some_and(|user| user.status == Status::Active)
    };
    let everybody = || org.users.iter().map(|(ordinal, _)| ordinal).filter(active);
    let holds = |user: u32, kind: &str| {
        let own = org.users.get(user).map(|user| format!("users/{}/roles", user.id));
        let groups = org.groups_of(user);
        let groups = groups.iter().filter_map(|group| org.groups.get(*group));
        let groups = groups.map(|group| format!("groups/{}/roles", group.id));
        own.into_iter().chain(groups).any(|roles| {
            let mut held = org.docs.list(&roles);
            held.any(|role| role.get("type").and_then(serde_json::Value::as_str) == Some(kind))
        })
    };
    let holder = |kind: &'static str| everybody().find(|user| holds(*user, kind));
    let chosen = victim.and_then(|name| org.find_user(name));
    let stolen =
        tokens(org).find(|(owner, ..)| chosen.is_none_or(|chosen| chosen == *owner) && active(owner));
    let by_part = match story {
        Story::HelpDeskTakeover | Story::PushBombing | Story::SessionTheft => holder("SUPER_ADMIN"),
        Story::TokenTheft => stolen.as_ref().map(|(owner, ..)| *owner),
        Story::PasswordSpray => None,
    };
    let first = chosen.or(by_part).or_else(|| everybody().next());
    let desk = match story {
        Story::HelpDeskTakeover => holder("HELP_DESK_ADMIN").filter(|desk| Some(*desk) != first),
        _ => None,
    };
    let others = everybody()
        .filter(|user| Some(*user) != first && Some(*user) != desk)
        .take(39);
    let people: Vec<Person> = first
        .into_iter()
        .chain(desk)
        .chain(others)
        .filter_map(|user| person(org, user))
        .collect();
    let app = first.and_then(|user| org.app_of(user as usize, 0));
    Cast {
        people,
        app,
        token: stolen.map(|(_, id, name)| (id, name)),
    }
}

/// API tokens with their owners.
fn tokens(org: &Org) -> impl Iterator<Item = (u32, String, String)> {
    org.docs.entries("api-tokens").filter_map(|(id, token)| {
        let text = |name: &str| token.get(name).and_then(serde_json::Value::as_str);
        let owner = org.users.find(text("userId")?)?;
        Some((
            owner,
            id.to_owned(),
            text("name").unwrap_or("API token").to_owned(),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::{StoryOptions, StoryTiming};
    use crate::asking::Desk;
    use crate::syslog::Story;

    fn kinds(desk: &Desk, since: &str) -> Vec<(String, String)> {
        let log = desk.get(&format!(
            "/api/v1/logs?limit=1000&since={since}&until=2027-01-01T00:00:00Z"
        ));
        let one = |event: &serde_json::Value| {
            (
                event["published"].as_str().unwrap().to_owned(),
                event["eventType"].as_str().unwrap().to_owned(),
            )
        };
        log.as_array().unwrap().iter().map(one).collect()
    }

    #[test]
    fn a_story_of_the_past_has_just_ended() {
        let desk = Desk::small();
        let count = desk
            .sim
            .play(&StoryOptions::new(Story::HelpDeskTakeover), desk.now);
        let told = kinds(&desk, "2026-09-01T00:00:00Z");
        assert_eq!(
            (told.len(), told.last().unwrap()),
            (
                count,
                &(desk.now.to_string(), "user.account.privilege.grant".to_owned())
            )
        );
        let log = desk.get(
            "/api/v1/logs?since=2026-09-01T00:00:00Z&filter=eventType%20eq%20%22user.mfa.factor.reset_all%22",
        );
        let (actor, target) = (&log[0]["actor"]["id"], &log[0]["target"][0]["id"]);
        let roles =
            |id: &serde_json::Value| desk.get(&format!("/api/v1/users/{}/roles", id.as_str().unwrap()));
        assert_eq!(roles(target)[0]["type"], "SUPER_ADMIN");
        assert_ne!(actor, target);
        let groups = desk.get(&format!("/api/v1/users/{}/groups", actor.as_str().unwrap()));
        assert!(
            groups
                .as_array()
                .unwrap()
                .iter()
                .any(|group| group["profile"]["name"] == "Help Desk")
        );
    }

    #[test]
    fn a_live_story_takes_its_time() {
        let desk = Desk::small();
        let options = StoryOptions {
            timing: StoryTiming::Live { pace: 2.0 },
            ..StoryOptions::new(Story::PushBombing)
        };
        let count = desk.sim.play(&options, desk.now);
        desk.sim.tick(desk.now);
        assert_eq!(kinds(&desk, "2026-09-01T00:00:00Z").len(), 1);
        desk.sim.tick(desk.now.plus_ms(30_000));
        let half = kinds(&desk, "2026-09-01T00:00:00Z").len();
        assert!(half > 4 && half < count, "{half}");
        desk.sim.tick(desk.now.plus_ms(600_000));
        assert_eq!(kinds(&desk, "2026-09-01T00:00:00Z").len(), count);
        assert_eq!(desk.get("/_sim/state")["scheduled_events"], 0);
    }

    #[test]
    fn quiet_days_are_full_of_ordinary_events() {
        let desk = Desk::small();
        let count = desk.sim.set_history(3, 2, 400, desk.now);
        assert!((600..1100).contains(&count), "{count}");
        let told = kinds(&desk, "2026-08-30T08:00:00Z");
        assert_eq!(told.len(), count.min(1000));
        assert!(
            told.iter()
                .all(|(at, _)| at.as_str() < "2026-09-01T08:00:00.000Z")
        );
        assert!(
            !told.iter().any(|(_, kind)| kind.contains("deny")
                || kind.contains("privilege")
                || kind.contains("token"))
        );
        let night = told.iter().filter(|(at, _)| &at[11..13] < "05").count();
        assert!(night * 5 < told.len(), "{night}");
        let log = desk.get("/api/v1/logs?limit=1000&since=2026-08-30T08:00:00Z&filter=transaction.detail.requestApiTokenId%20pr");
        assert_eq!(
            log.as_array().unwrap().len(),
            2 * desk.get("/api/v1/api-tokens").as_array().unwrap().len()
        );
        let chores = Desk::small();
        chores.sim.set_history(3, 30, 10, chores.now);
        let count_of = |kind: &str| {
            let asked = format!("2026-08-02T08:00:00Z&filter=eventType%20eq%20%22{kind}%22");
            kinds(&chores, &asked).len()
        };
        assert!((5..25).contains(&count_of("user.account.reset_password")));
        assert!(count_of("group.user_membership.add") > 2);
        assert_eq!(
            count_of("group.user_membership.add"),
            count_of("group.user_membership.remove")
        );
        let again = Desk::small();
        assert_eq!(
            (
                again.sim.set_history(3, 2, 400, again.now),
                kinds(&again, "2026-08-30T08:00:00Z")
            ),
            (count, told)
        );
    }
}
