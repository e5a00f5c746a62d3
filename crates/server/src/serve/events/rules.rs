//! Rules as pages see them, and what people change about them.

use super::Adapter;
use super::alerts::is_open;
use super::view::text_of;
use activity::detect::check::try_examples;
use activity::detect::rule::Kind;
use activity::detect::{Rule, Severity, Tuning, load};
use center::{Entry, Origin};
use domain::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::state::{AuditEntry, OwnRule, RuleSetting};
use web::ActivityFault;
use web::view::{
    RuleChange, RuleChecked, RuleExample, RuleException, RuleList, RuleParameter, RuleRequest, RuleRow,
    RuleView,
};

/// Open alerts, all alerts, and the last of one rule.
type Told = (u64, u64, Option<Timestamp>);

impl Adapter {
    pub(super) async fn rule_list(&self) -> Result<RuleList, ActivityFault> {
        let told = self.told().await?;
        let book = self.center.book();
        Ok(RuleList {
            rules: book.entries().map(|entry| row(entry, &told)).collect(),
        })
    }

    pub(super) async fn one_rule(&self, id: &str) -> Result<RuleView, ActivityFault> {
        let told = self.told().await?;
        let book = self.center.book();
        let entry = book.get(id).ok_or_else(|| missing(id))?.clone();
        let others = book.rules();
        let view = tokio::task::spawn_blocking(move || view(&entry, &told, &others)).await;
        view.map_err(|error| ActivityFault::Internal(error.to_string()))
    }

    pub(super) async fn change_rule(
        &self,
        id: &str,
        wanted: RuleChange,
        actor: &str,
    ) -> Result<RuleView, ActivityFault> {
        let _one = self.changing_rules.lock().await;
        let book = self.center.book();
        let entry = book.get(id).ok_or_else(|| missing(id))?;
        let untouched = RuleSetting {
            rule: id.to_owned(),
            parameters: "{}".to_owned(),
            exceptions: "[]".to_owned(),
            ..RuleSetting::default()
        };
        let known = entry.setting.clone().filter(|_| !wanted.reset);
        let mut setting = known.unwrap_or_else(|| untouched.clone());
        if wanted.enabled.is_some() {
            setting.enabled = wanted.enabled;
        }
        if let Some(severity) = wanted.severity {
            let word = Some(severity).filter(|word| !word.is_empty());
            if let Some(word) = word.as_deref().filter(|word| Severity::of_word(word).is_none()) {
                return Err(invalid("severity", format!("`{word}` is no severity")));
            }
            setting.severity = word;
        }
        if let Some(parameters) = wanted.parameters {
            setting.parameters = Value::Object(parameters).to_string();
        }
        if let Some(exceptions) = wanted.exceptions {
            setting.exceptions = serde_json::to_string(&exceptions).unwrap_or_else(|_| "[]".to_owned());
        }
        check(entry, &setting)?;
        if wanted.dry_run {
            return self.one_rule(id).await;
        }
        let target = format!("rule/{id}");
        let detail = json!({
            "enabled": setting.enabled,
            "severity": setting.severity,
            "parameters": serde_json::from_str::<Value>(&setting.parameters).unwrap_or_default(),
            "exceptions": serde_json::from_str::<Value>(&setting.exceptions).unwrap_or_default(),
        });
        let entry = AuditEntry {
            detail,
            ..AuditEntry::new(actor, "rule.update", &target)
        };
        match setting == untouched {
            true => self.state.clear_rule(id, &entry, self.now()).await?,
            false => self.state.set_rule(&setting, &entry, self.now()).await?,
        }
        self.center.reload_rules().await.map_err(broken)?;
        self.one_rule(id).await
    }

    pub(super) async fn add_rules(
        &self,
        wanted: RuleRequest,
        actor: &str,
    ) -> Result<RuleChecked, ActivityFault> {
        let _one = self.changing_rules.lock().await;
        let rules = load("rule.yaml", &wanted.text, &Tuning::default())
            .map_err(|fault| invalid("text", fault.to_string()))?;
        let book = self.center.book();
        let Some(first) = rules.first() else {
            return Err(invalid("text", "the file holds no rule".to_owned()));
        };
        let shipped = |rule: &&Rule| {
            book.get(&rule.id)
                .is_some_and(|entry| entry.origin == Origin::Shipped)
        };
        if let Some(rule) = rules.iter().find(shipped) {
            let what = format!(
                "`{}` is the id of a shipped rule: give yours another one",
                rule.id
            );
            return Err(invalid("text", what));
        }
        let file = format!("own/{}.yaml", first.id);
        let (others, text): (Vec<Rule>, Arc<str>) = (book.rules(), wanted.text.as_str().into());
        let entries: Vec<Entry> = rules
            .into_iter()
            .map(|rule| Entry {
                rule,
                origin: Origin::Own,
                text: Arc::clone(&text),
                setting: None,
                problem: None,
            })
            .collect();
        let views = tokio::task::spawn_blocking(move || {
            let told = BTreeMap::new();
            let views = entries.iter().map(|entry| view(entry, &told, &others));
            views.collect::<Vec<_>>()
        });
        let views = views
            .await
            .map_err(|error| ActivityFault::Internal(error.to_string()))?;
        let failed = views
            .iter()
            .flat_map(|view| &view.examples)
            .find(|example| !example.passed);
        if let Some(example) = failed.filter(|_| !wanted.dry_run) {
            let what = format!(
                "the example `{}` does not go as it says ({} alerts): correct the rule or the example",
                example.name, example.alerts
            );
            return Err(invalid("text", what));
        }
        if !wanted.dry_run {
            let target = format!(
                "rule/{}",
                file.trim_start_matches("own/").trim_end_matches(".yaml")
            );
            let entry = AuditEntry::new(actor, "rule.create", &target);
            let own = OwnRule {
                file,
                text: wanted.text,
            };
            self.state.put_own_rule(&own, &entry, self.now()).await?;
            self.center.reload_rules().await.map_err(broken)?;
        }
        Ok(RuleChecked {
            rules: views,
            saved: !wanted.dry_run,
        })
    }

    pub(super) async fn remove_rule(&self, id: &str, actor: &str) -> Result<RuleList, ActivityFault> {
        let _one = self.changing_rules.lock().await;
        let book = self.center.book();
        let entry = book.get(id).ok_or_else(|| missing(id))?;
        if entry.origin == Origin::Shipped {
            return Err(invalid(
                "id",
                format!("`{id}` is shipped and cannot be removed: switch it off"),
            ));
        }
        let target = format!("rule/{id}");
        let audit = AuditEntry::new(actor, "rule.delete", &target);
        self.state
            .delete_own_rule(&entry.rule.file, &audit, self.now())
            .await?;
        self.center.reload_rules().await.map_err(broken)?;
        self.rule_list().await
    }

    async fn told(&self) -> Result<BTreeMap<String, Told>, ActivityFault> {
        let mut told: BTreeMap<String, Told> = BTreeMap::new();
        for tally in self.state.alert_counts().await? {
            let (open, all, last) = told.entry(tally.rule).or_default();
            *open += if is_open(&tally.status) { tally.alerts } else { 0 };
            *all += tally.alerts;
            *last = (*last).max(Some(tally.last_seen));
        }
        Ok(told)
    }
}

fn row(entry: &Entry, told: &BTreeMap<String, Told>) -> RuleRow {
    let rule = &entry.rule;
    let (open, all, last) = told.get(&rule.id).copied().unwrap_or_default();
    RuleRow {
        id: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity.word().to_owned(),
        kind: kind_word(&rule.kind).to_owned(),
        sources: rule.sources.clone(),
        tactics: rule.tactics.clone(),
        techniques: rule.techniques.clone(),
        enabled: rule.enabled,
        alerting: rule.alerting,
        origin: match entry.origin {
            Origin::Shipped => "shipped",
            Origin::Own => "own",
        }
        .to_owned(),
        tuned: entry.setting.is_some(),
        open_alerts: open,
        alerts: all,
        last_alert: last.map(text_of),
    }
}

fn view(entry: &Entry, told: &BTreeMap<String, Told>, others: &[Rule]) -> RuleView {
    let rule = &entry.rule;
    let tuned: Value = entry
        .setting
        .as_ref()
        .and_then(|setting| serde_json::from_str(&setting.parameters).ok())
        .unwrap_or_default();
    let exceptions: Vec<RuleException> = entry
        .setting
        .as_ref()
        .and_then(|setting| serde_json::from_str(&setting.exceptions).ok())
        .unwrap_or_default();
    let tried = try_examples(rule, others).unwrap_or_default();
    RuleView {
        rule: row(entry, told),
        description: rule.description.clone(),
        steps: rule.steps.clone(),
        false_positives: rule.false_positives.clone(),
        references: rule.references.clone(),
        by: rule.by.clone(),
        fold_s: u64::try_from(rule.fold_us / 1_000_000).unwrap_or(0),
        parameters: rule
            .parameters
            .iter()
            .map(|parameter| RuleParameter {
                name: parameter.name.clone(),
                meaning: parameter.meaning.clone(),
                values: parameter.values.clone(),
                tuned: tuned.get(&parameter.name).is_some(),
            })
            .collect(),
        exceptions,
        severity_set: entry
            .setting
            .as_ref()
            .and_then(|setting| setting.severity.clone()),
        examples: tried
            .into_iter()
            .map(|tried| RuleExample {
                name: tried.example,
                passed: tried.passed,
                alerts: tried.alerts.len() as u64,
            })
            .collect(),
        file: rule.file.clone(),
        text: entry.text.to_string(),
    }
}

/// Whether a rule still can be read with these settings.
fn check(entry: &Entry, setting: &RuleSetting) -> Result<(), ActivityFault> {
    let own = OwnRule {
        file: entry.rule.file.clone(),
        text: entry.text.to_string(),
    };
    let book = center::RuleBook::read(std::slice::from_ref(setting), &[own]);
    match book.get(&entry.rule.id).and_then(|entry| entry.problem.clone()) {
        Some(problem) => Err(invalid("parameters", problem)),
        None => Ok(()),
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Event => "event",
        Kind::Count(_) => "count",
        Kind::Sequence(_) => "sequence",
        Kind::FirstSeen { .. } => "first_seen",
        Kind::Travel { .. } => "travel",
        Kind::Dormant { .. } => "dormant",
    }
}

fn invalid(field: &'static str, message: String) -> ActivityFault {
    ActivityFault::Invalid { field, message }
}

pub(super) fn missing(id: &str) -> ActivityFault {
    ActivityFault::NotFound {
        message: format!("there is no rule `{id}`"),
        hint: "`GET /api/v1/rules` lists all".to_owned(),
    }
}

/// What the center says, as the pages tell it.
pub(super) fn broken(error: center::TakeError) -> ActivityFault {
    match error {
        center::TakeError::State(error) => error.into(),
        center::TakeError::Keep(error) => ActivityFault::Unavailable {
            message: format!("the archive could not do it: {error}"),
            hint: "look at the disk of the archive, and try again".to_owned(),
        },
        center::TakeError::BrokenOff => ActivityFault::Internal(error.to_string()),
    }
}
