//! What a change of settings changes, in sentences. Pure.

use crate::view::IntegrationSettings;

/// One sentence for each setting that differs.
pub(super) fn effects(before: &IntegrationSettings, after: &IntegrationSettings) -> Vec<String> {
    let mut told = Vec::new();
    if before.scan_enabled != after.scan_enabled {
        told.push(match after.scan_enabled {
            true => "scans begin again, the next one when it is due".to_owned(),
            false => "no more scans: pages, SQL and user sync stay with the last whole snapshot".to_owned(),
        });
    }
    if before.scan_interval_s != after.scan_interval_s {
        told.push(format!(
            "everything is read every {}, before every {}",
            span(after.scan_interval_s),
            span(before.scan_interval_s)
        ));
    }
    if before.share_percent != after.share_percent {
        told.push(format!(
            "a scan may use {} % of Okta's rate limits, before {} %: it takes {}",
            after.share_percent,
            before.share_percent,
            match after.share_percent > before.share_percent {
                true => "less time, and leaves less to others",
                false => "more time, and leaves more to others",
            }
        ));
    }
    if before.refresh_interval_s != after.refresh_interval_s {
        told.push(match after.refresh_interval_s {
            0 => "changes in Okta show after the next scan only".to_owned(),
            seconds => format!("changes in Okta show after {} at most", span(seconds)),
        });
    }
    told.extend(log_effects(before, after));
    told
}

fn log_effects(before: &IntegrationSettings, after: &IntegrationSettings) -> Vec<String> {
    let mut told = Vec::new();
    if before.log_interval_s != after.log_interval_s {
        told.push(match after.log_interval_s {
            Some(0) => "the System Log is not read for the Activity Center any more: no new events of Okta, no alerts \
                        from them; what is here stays"
                .to_owned(),
            Some(seconds) => format!("events and alerts come {} after Okta has them at most", span(seconds)),
            None => "the System Log is read as often as the server is set (`events_interval_s`)".to_owned(),
        });
    }
    let (was, is) = (before.log_history_days, after.log_history_days);
    if is > was {
        told.push(format!(
            "events of {is} days back are fetched beside the present, before {was}; rules judge them as late ones"
        ));
    } else if is < was {
        told.push(format!(
            "no more than {is} days back are fetched, before {was}; what is here already stays"
        ));
    }
    told
}

/// A time in the largest unit that fits.
fn span(seconds: u32) -> String {
    let (number, unit) = match seconds {
        0 => (0, "second"),
        _ if seconds.is_multiple_of(86_400) => (seconds / 86_400, "day"),
        _ if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
        _ if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    match number {
        1 => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::effects;
    use crate::view::IntegrationSettings;

    #[test]
    fn only_what_differs_is_told() {
        let before = IntegrationSettings::default();
        assert!(effects(&before, &before).is_empty());
        let after = IntegrationSettings {
            scan_interval_s: 3600,
            refresh_interval_s: 0,
            log_interval_s: Some(0),
            log_history_days: 30,
            ..before.clone()
        };
        let told = effects(&before, &after);
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(
            told[0],
            "everything is read every 1 hour, before every 30 minutes"
        );
        assert!(told[2].contains("no alerts"), "{told:?}");
        assert!(told[3].starts_with("no more than 30 days"), "{told:?}");
        let back = effects(&after, &before);
        assert!(back[3].starts_with("events of 90 days"), "{back:?}");
    }
}
