//! One bucket of a budget.

use std::time::Duration;

use super::Seen;
use crate::endpoint::Class;

/// Okta's windows. Source: Okta, "Rate limits": requests per minute, not aligned to the minute.
const WINDOW: Duration = Duration::from_secs(60);
/// Headers tell whole seconds: a window may end this much later than they say.
const SLACK: Duration = Duration::from_secs(1);
/// How far pacing lets a late request catch up, and below which a wait is not worth a timer.
const BURST: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(1);
/// Longest wait that `Retry-After` can ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(120);
/// How soon to look again when nothing is left: others may want less than they did.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Longest wait after a 429 that does not say how long.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// What is known of one class.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    window: Option<Window>,
    /// Answers come without headers: nothing to keep to.
    unlimited: bool,
    /// Sent, headers of the answer not yet seen.
    unanswered: u32,
    /// When the next request is due by even pacing.
    due: Duration,
    blocked_until: Duration,
    /// 429s in a row that did not say how long to wait.
    strikes: u32,
    others_last_window: u32,
    requests: u64,
    limited: u64,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    limit: u32,
    /// Smallest remainder that any answer told.
    remaining: u32,
    reset_epoch: i64,
    /// Whether this is a window that no answer has told of yet; `reset_epoch` is then that of the one before.
    guessed: bool,
    /// No earlier than Okta's own end of it.
    ends: Duration,
    /// What we sent in it, what was under way at its beginning included.
    ours: u32,
}

/// Whether a request may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    WaitUntil(Duration),
    AfterAnswer,
}

/// A bucket as it stands, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketState {
    /// Which class.
    pub class: Class,
    /// Requests a window that Okta allows; `None` when it told none.
    pub limit: Option<u32>,
    /// How many are left, by the last answer and what was sent since.
    pub remaining: Option<u32>,
    /// Until the window ends.
    pub resets_in: Option<Duration>,
    /// What we sent in this window.
    pub ours: u32,
    /// What others sent in this window, as far as the headers show it.
    pub others: u32,
    /// Requests that wait for an answer.
    pub under_way: u32,
    /// Requests sent since the start.
    pub requests: u64,
    /// 429s since the start.
    pub limited: u64,
}

impl Bucket {
    pub(super) fn poll(&mut self, share_percent: u8, now: Duration) -> Verdict {
        self.roll_over(now);
        if now < self.blocked_until {
            return Verdict::WaitUntil(self.blocked_until);
        }
        if self.strikes > 0 && self.unanswered > 0 {
            return Verdict::AfterAnswer;
        }
        let Some(window) = self.window else {
            let learning = !self.unlimited && self.unanswered > 0;
            return if learning {
                Verdict::AfterAnswer
            } else {
                Verdict::Go
            };
        };
        if self.left(&window, share_percent, now) == 0 {
            return Verdict::WaitUntil(window.ends.min(now + LOOK_AGAIN));
        }
        if self.due > now + TICK {
            Verdict::WaitUntil(self.due)
        } else {
            Verdict::Go
        }
    }

    /// Books a request that [`Bucket::poll`] let go.
    pub(super) fn book(&mut self, share_percent: u8, now: Duration) {
        self.requests += 1;
        let Some(window) = self.window else {
            self.unanswered += 1;
            return;
        };
        let spacing = self.spacing(&window, share_percent, now);
        self.due = self.due.max(now.saturating_sub(BURST)) + spacing;
        self.unanswered += 1;
        if let Some(window) = &mut self.window {
            window.ours += 1;
        }
    }

    pub(super) fn answered(&mut self, now: Duration, seen: Seen) {
        self.unanswered = self.unanswered.saturating_sub(1);
        match seen {
            // A limit of nothing with an answer all the same says nothing.
            Seen::Lost
            | Seen::Headers {
                limit: 0,
                limited: false,
                ..
            } => {}
            Seen::NoHeaders { limited: false, .. } => {
                self.unlimited = true;
                self.strikes = 0;
            }
            Seen::NoHeaders {
                limited: true,
                retry_after,
                jitter,
            } => self.back_off(now, retry_after, jitter),
            Seen::Headers {
                limit: 0,
                limited: true,
                ..
            } => {
                self.limited += 1;
                self.blocked_until = self.blocked_until.max(now + Duration::from_secs(1));
            }
            Seen::Headers {
                resets_in,
                limited: true,
                ..
            } if !(0..=600).contains(&resets_in) => {
                self.back_off(now, None, 0.5);
            }
            Seen::Headers {
                limit,
                remaining,
                reset_epoch,
                resets_in,
                limited,
            } => {
                self.strikes = 0;
                // A reset that cannot be is read as a window that has just begun.
                let seconds = u64::try_from(resets_in).ok().filter(|s| *s <= 600).unwrap_or(60);
                let ends = now + Duration::from_secs(seconds) + SLACK;
                let remaining = if limited { 0 } else { remaining };
                self.learn(
                    now,
                    Window {
                        limit,
                        remaining,
                        reset_epoch,
                        guessed: false,
                        ends,
                        ours: 0,
                    },
                );
                if limited {
                    self.limited += 1;
                    self.blocked_until = self.window.map_or(ends, |window| window.ends);
                }
            }
        }
    }

    pub(super) fn is_used(&self) -> bool {
        self.requests > 0
    }

    pub(super) fn state(&self, class: Class, now: Duration) -> BucketState {
        let window = self.window.filter(|window| now < window.ends);
        BucketState {
            class,
            limit: self.window.map(|window| window.limit),
            remaining: window.map(|window| window.remaining.saturating_sub(self.unanswered)),
            resets_in: window.map(|window| window.ends.saturating_sub(now)),
            ours: window.map_or(0, |window| window.ours),
            others: window.map_or(0, |window| window.others()),
            under_way: self.unanswered,
            requests: self.requests,
            limited: self.limited,
        }
    }

    /// Takes in what an answer told of its window.
    fn learn(&mut self, now: Duration, told: Window) {
        let Some(known) = &mut self.window else {
            self.due = now;
            self.window = Some(Window {
                ours: self.unanswered + 1,
                ..told
            });
            return;
        };
        // A second more or less is rounding, not another window.
        if told.reset_epoch > known.reset_epoch.saturating_add(1) {
            let ours = if known.guessed {
                known.ours
            } else {
                self.unanswered + 1
            };
            if !known.guessed {
                self.others_last_window = known.others();
            }
            *known = Window { ours, ..told };
        } else if !known.guessed && told.reset_epoch >= known.reset_epoch.saturating_sub(1) {
            known.limit = told.limit;
            known.remaining = known.remaining.min(told.remaining);
            known.reset_epoch = known.reset_epoch.max(told.reset_epoch);
            known.ends = known.ends.min(told.ends);
        }
        // Anything else is a late answer, of a window that is over.
    }

    /// Begins a new window when the old one is over: full, but for what is still under way.
    fn roll_over(&mut self, now: Duration) {
        let Some(window) = &mut self.window else { return };
        if now < window.ends {
            return;
        }
        if !window.guessed {
            self.others_last_window = window.others();
        }
        window.remaining = window.limit;
        window.guessed = true;
        window.ends = now + WINDOW + SLACK;
        window.ours = self.unanswered;
    }

    /// How many requests may still go in this window.
    fn left(&self, window: &Window, share_percent: u8, now: Duration) -> u32 {
        let share = share_of(window.limit, share_percent);
        let by_share = share.saturating_sub(window.ours);
        let by_limit = window.remaining.saturating_sub(self.unanswered);
        // Their pace is only known by what answers told, so a tenth of their share stays untouched.
        let spare = (window.limit - share.min(window.limit)).div_ceil(10);
        let by_others = by_limit
            .saturating_sub(self.others_to_come(window, now))
            .saturating_sub(spare);
        if by_others > 0 {
            return by_share.min(by_others);
        }
        // Others want all that is left: keep a trickle going, a tenth of our share, out of the last ten percent.
        let trickle = share.div_ceil(10).saturating_sub(window.ours);
        trickle.min(by_limit.saturating_sub(window.limit / 10))
    }

    /// What others will probably still spend in this window, by their pace in this and the last one.
    fn others_to_come(&self, window: &Window, now: Duration) -> u32 {
        let left = window.ends.saturating_sub(now).min(WINDOW);
        let gone = WINDOW.saturating_sub(left);
        let pace_now = f64::from(window.others()) / gone.as_secs_f64().max(10.0);
        let pace_before = f64::from(self.others_last_window) / WINDOW.as_secs_f64();
        // At most the whole limit, which fits.
        (pace_now.max(pace_before) * left.as_secs_f64()).min(f64::from(window.limit)) as u32
    }

    /// Time between two requests: what is left of the window over what is left to send, at most twice our pace.
    fn spacing(&self, window: &Window, share_percent: u8, now: Duration) -> Duration {
        let even = WINDOW / share_of(window.limit, share_percent);
        let left = self.left(window, share_percent, now).max(1);
        (window.ends.saturating_sub(now) / left).max(even / 2)
    }

    fn back_off(&mut self, now: Duration, asked: Option<Duration>, jitter: f64) {
        self.limited += 1;
        self.strikes = self.strikes.saturating_add(1);
        let doubled = Duration::from_secs(1u64 << self.strikes.min(6)).min(LONGEST_BACKOFF);
        let drawn = doubled.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        self.blocked_until = now + asked.unwrap_or(drawn).min(LONGEST_ASKED);
    }
}

impl Window {
    /// What was spent in it and not by us. A lower bound: of ours, all that were sent count as spent.
    fn others(&self) -> u32 {
        self.limit
            .saturating_sub(self.remaining)
            .saturating_sub(self.ours)
    }
}

fn share_of(limit: u32, share_percent: u8) -> u32 {
    let share = u64::from(limit) * u64::from(share_percent) / 100;
    u32::try_from(share).unwrap_or(u32::MAX).max(1)
}
