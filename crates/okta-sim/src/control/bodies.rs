//! What control requests say: unknown members and words are refused, so that a typing error does not pass for the default.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::limits::{LimitMode, Plan};
use crate::syslog::{OldSince, Story};

/// The most days of ordinary traffic that one request writes.
const DAYS_MAX: u32 = 366;

/// `POST /_sim/limits`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsBody {
    mode: LimitWord,
    #[serde(default = "half")]
    share: u32,
    plan: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LimitWord {
    Real,
    Off,
}

const fn half() -> u32 {
    50
}

impl LimitsBody {
    pub(super) const fn mode(&self) -> LimitMode {
        match self.mode {
            LimitWord::Real => LimitMode::Real,
            LimitWord::Off => LimitMode::Off,
        }
    }

    /// The plan that is asked for, if one is.
    pub(super) fn plan(&self) -> Result<Option<Plan>, String> {
        let Some(word) = self.plan.as_deref() else {
            return Ok(None);
        };
        let plan = Plan::parse(word);
        plan.map(Some)
            .ok_or_else(|| format!("plan `{word}` is not one of workforce, one_app, integrator"))
    }

    /// Percent of a bucket that one token or app gets.
    pub(super) fn share(&self) -> Result<u32, String> {
        match self.share {
            1..=100 => Ok(self.share),
            _ => Err("share must be 1 to 100".to_owned()),
        }
    }
}

/// `POST /_sim/lag`: milliseconds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct LagBody {
    pub(super) search_ms: u32,
    pub(super) effect_ms: u32,
}

/// `POST /_sim/log`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogBody {
    old_since: SinceWord,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SinceWord {
    Refused,
    Accepted,
}

impl LogBody {
    pub(super) const fn old_since(&self) -> OldSince {
        match self.old_since {
            SinceWord::Refused => OldSince::Refused,
            SinceWord::Accepted => OldSince::Accepted,
        }
    }

    pub(super) const fn word(&self) -> &'static str {
        match self.old_since {
            SinceWord::Refused => "refused",
            SinceWord::Accepted => "accepted",
        }
    }
}

/// `POST /_sim/scopes`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopesBody {
    mode: ScopeWord,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScopeWord {
    Strict,
    Lenient,
}

impl ScopesBody {
    pub(super) fn is_strict(&self) -> bool {
        self.mode == ScopeWord::Strict
    }
}

/// `POST /_sim/traffic`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TrafficBody {
    pub(super) per_minute: u32,
    pub(super) seed: u64,
}

impl Default for TrafficBody {
    fn default() -> Self {
        Self {
            per_minute: 60,
            seed: 1,
        }
    }
}

/// `POST /_sim/oidc/keys`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct KeysBody {
    /// Whether the key that signed until now is forgotten at once.
    pub(super) forget: bool,
}

/// `POST /_sim/scim/import` and `…/retry`, `DELETE /_sim/scim`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppBody {
    /// Label or id of the app; all apps without.
    pub(super) app: Option<String>,
}

/// `POST /_sim/stories`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryBody {
    story: String,
    pub(super) victim: Option<String>,
    #[serde(default = "one")]
    pub(super) seed: u64,
    #[serde(default)]
    when: WhenWord,
    pace: Option<f64>,
    days: Option<u32>,
    per_day: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WhenWord {
    #[default]
    Past,
    Live,
}

const fn one() -> u64 {
    1
}

/// What is to be told.
#[derive(Debug)]
pub(super) enum Tale {
    /// Days without an attack.
    Quiet { days: u32, per_day: u32 },
    /// An attack that has just ended.
    Past(Story),
    /// An attack that begins now, so many times as fast as it would be.
    Live(Story, f64),
}

impl StoryBody {
    /// What is to be told; options of another kind of story are refused.
    pub(super) fn tale(&self) -> Result<Tale, String> {
        if self.story.replace('-', "_") == "quiet_days" {
            if self.victim.is_some() || self.pace.is_some() || matches!(self.when, WhenWord::Live) {
                return Err("quiet_days takes `days`, `per_day` and `seed`".to_owned());
            }
            let days = self.days.unwrap_or(2);
            if days > DAYS_MAX {
                return Err(format!("days must be at most {DAYS_MAX}"));
            }
            let per_day = self.per_day.unwrap_or(2000);
            return Ok(Tale::Quiet { days, per_day });
        }
        let Some(story) = Story::parse(&self.story) else {
            let names = Story::ALL.map(Story::name).join(", ");
            return Err(format!("story must be quiet_days or one of {names}"));
        };
        if self.days.is_some() || self.per_day.is_some() {
            return Err("`days` and `per_day` belong to quiet_days".to_owned());
        }
        match (self.when, self.pace) {
            (WhenWord::Past, None) => Ok(Tale::Past(story)),
            (WhenWord::Past, Some(_)) => Err("`pace` belongs to a story that is told live".to_owned()),
            (WhenWord::Live, None) => Ok(Tale::Live(story, 1.0)),
            (WhenWord::Live, Some(pace)) if pace.is_finite() && pace > 0.0 => Ok(Tale::Live(story, pace)),
            (WhenWord::Live, Some(_)) => Err("pace must be more than 0".to_owned()),
        }
    }
}

/// Reads a body; an empty one is an object without members.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{LimitsBody, LogBody, StoryBody, Tale, TrafficBody, read};

    fn fault<T: serde::de::DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
        read::<T>(body.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_typing_error_is_not_the_default() {
        assert!(fault::<LimitsBody>(r#"{"mode": "reel"}"#).contains("unknown variant `reel`"));
        assert!(fault::<LimitsBody>(r#"{"mode": "real", "shar": 10}"#).contains("unknown field `shar`"));
        assert!(fault::<LimitsBody>("").contains("missing field `mode`"));
        assert!(fault::<TrafficBody>(r#"{"per_minute": "60"}"#).contains("expected u32"));
        assert!(fault::<TrafficBody>(r#"{"per_minute": 60"#).contains("EOF"));
        assert!(fault::<LogBody>(r#"{"old_since": "refuse"}"#).contains("unknown variant `refuse`"));
        let plan = read::<LimitsBody>(br#"{"mode": "real", "plan": "big"}"#).unwrap();
        assert!(plan.plan().unwrap_err().contains("`big`"));
        let none = read::<LimitsBody>(br#"{"mode": "real", "share": 0}"#).unwrap();
        assert!(none.share().is_err());
        assert_eq!(read::<TrafficBody>(b" ").unwrap().per_minute, 60);
    }

    #[test]
    fn a_story_takes_its_own_options() {
        let told = |body: &str| read::<StoryBody>(body.as_bytes()).unwrap().tale();
        assert!(matches!(told(r#"{"story": "push-bombing"}"#), Ok(Tale::Past(_))));
        assert!(matches!(
            told(r#"{"story": "push_bombing", "when": "live"}"#),
            Ok(Tale::Live(_, _))
        ));
        let quiet = told(r#"{"story": "quiet_days", "days": 3}"#);
        assert!(matches!(
            quiet,
            Ok(Tale::Quiet {
                days: 3,
                per_day: 2000
            })
        ));
        for wrong in [
            r#"{"story": "tea_party"}"#,
            r#"{"story": "push_bombing", "days": 3}"#,
            r#"{"story": "push_bombing", "pace": 3}"#,
            r#"{"story": "quiet_days", "when": "live"}"#,
            r#"{"story": "quiet_days", "days": 4000}"#,
            r#"{"story": "push_bombing", "when": "live", "pace": 0}"#,
        ] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
    }
}
