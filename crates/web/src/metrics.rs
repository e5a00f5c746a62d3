//! Counting for Prometheus (text format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::IntoResponse;
use domain::Timestamp;
use graph::NodeKind;
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

use crate::app::{App, Charted, Shared};
use crate::error::ApiError;
use crate::session::may_see_metrics;
use crate::view::CollectorView;

/// Upper ends of the time buckets, in seconds.
const BUCKETS_S: [f64; 8] = [0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 30.0];

/// What was answered since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    /// By method, route and status: bounded, since routes are templates.
    answers: Mutex<BTreeMap<(String, String, u16), Times>>,
}

#[derive(Default)]
struct Times {
    buckets: [u64; BUCKETS_S.len()],
    count: u64,
    sum_s: f64,
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn answered(&self, method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
        let known = matches!(
            *method,
            Method::GET | Method::HEAD | Method::POST | Method::PATCH | Method::DELETE
        );
        let method = if known { method.as_str() } else { "OTHER" };
        let key = (method.to_owned(), route.to_owned(), status.as_u16());
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let times = answers.entry(key).or_default();
        let seconds = elapsed.as_secs_f64();
        for (count, upper) in times.buckets.iter_mut().zip(BUCKETS_S) {
            *count += u64::from(seconds <= upper);
        }
        times.count += 1;
        times.sum_s += seconds;
    }

    fn write(&self, out: &mut String) {
        let name = "portolan_http_request_duration_seconds";
        let _ = writeln!(
            out,
            "# HELP {name} Time from a request to the head of its answer.\n# TYPE {name} histogram"
        );
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, route, status), times) in answers.iter() {
            let labels = format!(
                "method=\"{method}\",route=\"{}\",status=\"{status}\"",
                escape(route)
            );
            for (count, upper) in times.buckets.iter().zip(BUCKETS_S) {
                let _ = writeln!(out, "{name}_bucket{{{labels},le=\"{upper}\"}} {count}");
            }
            let _ = writeln!(out, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", times.count);
            let _ = writeln!(out, "{name}_sum{{{labels}}} {}", times.sum_s);
            let _ = writeln!(out, "{name}_count{{{labels}}} {}", times.count);
        }
    }
}

/// Metrics for Prometheus: open to this machine, elsewhere with an API token.
pub(crate) async fn metrics(
    State(app): State<Shared>,
    request: Request,
) -> Result<impl IntoResponse, ApiError> {
    let (parts, _) = request.into_parts();
    may_see_metrics(&app, &parts).await?;
    let mut text = text(&app);
    if let Ok(list) = app.parts.activity.collectors().await {
        write_collectors(&mut text, &list.collectors, app.now());
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

fn text(app: &App) -> String {
    let mut out = String::new();
    gauge(
        &mut out,
        "portolan_build_info",
        "Version of the server.",
        &[(format!("version=\"{}\"", env!("CARGO_PKG_VERSION")), 1)],
    );
    if let Some(bytes) = resident_bytes() {
        gauge(
            &mut out,
            "process_resident_memory_bytes",
            "Memory of the process.",
            &[(String::new(), bytes)],
        );
    }
    if let Some(charted) = app.parts.current.load_full() {
        write_graph(&mut out, &charted, app.now());
    }
    app.metrics.write(&mut out);
    out
}

fn write_graph(out: &mut String, charted: &Charted, now: Timestamp) {
    let info = charted.snapshot.info();
    let org = format!("org=\"{}\"", escape(&info.organization.url));
    let age_s = u64::try_from(now.since_ms(info.taken_at) / 1000).unwrap_or(0);
    gauge(
        out,
        "portolan_snapshot_age_seconds",
        "Age of what pages show.",
        &[(org.clone(), age_s)],
    );
    gauge(
        out,
        "portolan_scan_duration_milliseconds",
        "How long the last whole scan took.",
        &[(org.clone(), info.duration_ms)],
    );
    gauge(
        out,
        "portolan_scan_requests",
        "Requests of the last whole scan.",
        &[(org.clone(), info.requests)],
    );
    let nodes: Vec<_> = NodeKind::ALL
        .into_iter()
        .map(|kind| {
            (
                format!("{org},kind=\"{}\"", kind.sub_kind()),
                charted.graph.nodes_of(kind).count() as u64,
            )
        })
        .collect();
    gauge(out, "portolan_graph_nodes", "Nodes of the graph.", &nodes);
    gauge(
        out,
        "portolan_graph_links",
        "Memberships and assignments of the graph.",
        &[(org, charted.graph.link_count() as u64)],
    );
}

/// A number of a collector that only grows.
type Counted = fn(&CollectorView) -> u64;

/// How collectors stand; those that wait for files are left out.
fn write_collectors(out: &mut String, collectors: &[CollectorView], now: Timestamp) {
    let rows: Vec<(String, &CollectorView)> = collectors
        .iter()
        .filter(|one| one.state != "by_import")
        .map(|one| {
            let name = if one.name.is_empty() { &one.org } else { &one.name };
            let labels = format!("source=\"{}\",name=\"{}\"", escape(&one.source), escape(name));
            (labels, one)
        })
        .collect();
    let each = |value: &dyn Fn(&CollectorView) -> Option<u64>| -> Vec<(String, u64)> {
        let told = rows.iter();
        told.filter_map(|(labels, one)| Some((labels.clone(), value(one)?)))
            .collect()
    };
    let since = |text: &Option<String>| {
        let at: jiff::Timestamp = text.as_deref()?.parse().ok()?;
        u64::try_from((now.as_ms() - at.as_millisecond()) / 1_000).ok()
    };
    let is_up = |one: &CollectorView| {
        let is_up = matches!(&*one.state, "following" | "history");
        (one.state != "off").then_some(u64::from(is_up))
    };
    gauge(
        out,
        "portolan_collector_up",
        "Whether events are collected.",
        &each(&is_up),
    );
    let lag = |one: &CollectorView| one.lag_s;
    gauge(
        out,
        "portolan_collector_lag_seconds",
        "From the newest event to its intake, at the last reading.",
        &each(&lag),
    );
    let age = |one: &CollectorView| since(&one.last_success);
    gauge(
        out,
        "portolan_collector_success_age_seconds",
        "Time since it last read to the end.",
        &each(&age),
    );
    let troubles = |one: &CollectorView| Some(one.troubles.len() as u64);
    gauge(
        out,
        "portolan_collector_troubles",
        "Messages that cannot be read.",
        &each(&troubles),
    );
    let counted: [(&str, &str, Counted); 4] = [
        ("events", "Events read since the start.", |one| one.events),
        ("stored", "Events that were new.", |one| one.stored),
        ("malformed", "Texts that are no JSON objects.", |one| {
            one.malformed
        }),
        ("unknown", "Events of a type that no table knows.", |one| {
            one.unknown
        }),
    ];
    for (name, help, value) in counted {
        let name = format!("portolan_collector_{name}_total");
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} counter");
        for (labels, one) in &rows {
            let _ = writeln!(out, "{name}{{{labels}}} {}", value(one));
        }
    }
}

fn gauge(out: &mut String, name: &str, help: &str, values: &[(String, u64)]) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge");
    for (labels, value) in values {
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{labels}}}")
        };
        let _ = writeln!(out, "{name}{labels} {value}");
    }
}

fn escape(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

/// Memory of this process as Linux tells it (proc(5)).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}
