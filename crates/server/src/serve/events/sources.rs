//! Where events come from besides Okta: made, shown, changed, removed. What is read is a matter of `follow`.

mod book;
mod credential;
pub(super) mod follow;
pub(super) mod intake;
mod place;

use super::Adapter;
use super::view::text_of;
use credential::{Kept, fresh};
use domain::Secret;
use place::Place;
use serde_json::json;
use store::state::{AuditEntry, EventSource, TokenHash};
use web::ActivityFault;
use web::view::{SourceChange, SourceList, SourceMade, SourceRequest, SourceView};

/// Where sources that send by themselves send to.
const INTAKE: &str = "/api/v1/activity/intake";

impl Adapter {
    pub(super) async fn source_list(&self) -> Result<SourceList, ActivityFault> {
        let sources = self.state.event_sources().await?;
        Ok(SourceList {
            sources: sources.iter().map(|source| self.source_view(source)).collect(),
        })
    }

    pub(super) async fn add_source(
        &self,
        wanted: SourceRequest,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        check_name(&wanted.name)?;
        let place = Place::of_request(&wanted.kind, wanted.aws.as_ref(), wanted.github.as_ref())?;
        place.check(self.reach)?;
        let kept = fresh(wanted.aws.as_ref(), wanted.github.as_ref())?;
        place.check_credential(kept.as_ref())?;
        let sends = place == Place::Teleport;
        let now = self.now();
        let source = EventSource {
            settings: place.to_text(),
            sealed_credential: self.sealed(&wanted.name, kept.as_ref())?,
            token_hash: sends.then(|| TokenHash::of(&token).as_str().to_owned()),
            name: wanted.name,
            kind: wanted.kind,
            enabled: true,
            created: now,
            updated: now,
            revision: 1,
        };
        let target = format!("source/{}", source.name);
        let entry = AuditEntry {
            detail: json!({ "kind": source.kind, "place": place.shown() }),
            ..AuditEntry::new(actor, "source.create", &target)
        };
        self.state.create_event_source(&source, &entry, now).await?;
        self.board.look();
        Ok(SourceMade {
            source: self.source_view(&source),
            token: sends.then_some(token),
        })
    }

    pub(super) async fn alter_source(
        &self,
        name: &str,
        wanted: SourceChange,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        let mut source = self.source_named(name).await?;
        let place = Place::of_text(&source.kind, &source.settings)?;
        let place = place.changed(wanted.aws.as_ref(), wanted.github.as_ref())?;
        place.check(self.reach)?;
        let kept = fresh(wanted.aws.as_ref(), wanted.github.as_ref())?;
        let has_new = kept.is_some();
        if has_new {
            place.check_credential(kept.as_ref())?;
            source.sealed_credential = self.sealed(name, kept.as_ref())?;
        }
        source.settings = place.to_text();
        source.enabled = wanted.enabled.unwrap_or(source.enabled);
        let target = format!("source/{name}");
        let entry = AuditEntry {
            detail: json!({
                "enabled": wanted.enabled, "credential": has_new.then_some("replaced"), "place": place.shown(),
            }),
            ..AuditEntry::new(actor, "source.update", &target)
        };
        self.state
            .update_event_source(&source, &entry, self.now())
            .await?;
        self.board.look();
        let source = self.source_named(name).await?;
        Ok(SourceMade {
            source: self.source_view(&source),
            token: None,
        })
    }

    pub(super) async fn remove_source(&self, name: &str, actor: &str) -> Result<SourceList, ActivityFault> {
        let target = format!("source/{name}");
        let entry = AuditEntry::new(actor, "source.delete", &target);
        self.state.delete_event_source(name, &entry, self.now()).await?;
        self.board.look();
        self.source_list().await
    }

    pub(super) async fn renew_token(
        &self,
        name: &str,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        let mut source = self.source_named(name).await?;
        if source.token_hash.is_none() {
            return Err(invalid(
                "name",
                format!(
                    "`{name}` is read by us and has no token; only a source that sends by itself has one"
                ),
            ));
        }
        source.token_hash = Some(TokenHash::of(&token).as_str().to_owned());
        let target = format!("source/{name}");
        let entry = AuditEntry::new(actor, "source.token", &target);
        self.state
            .update_event_source(&source, &entry, self.now())
            .await?;
        Ok(SourceMade {
            source: self.source_view(&source),
            token: Some(token),
        })
    }

    async fn source_named(&self, name: &str) -> Result<EventSource, ActivityFault> {
        let found = self.state.event_source(name).await?;
        found.ok_or_else(|| ActivityFault::NotFound {
            message: format!("there is no source `{name}`"),
            hint: "`portolan activity sources ls` names them".to_owned(),
        })
    }

    fn sealed(&self, name: &str, kept: Option<&Kept>) -> Result<Option<String>, ActivityFault> {
        let Some(kept) = kept else { return Ok(None) };
        let place = EventSource::credential_place(name);
        let sealed = self.vault.seal(&Secret::new(kept.to_text()), &place);
        sealed
            .map(Some)
            .map_err(|error| ActivityFault::Internal(error.to_string()))
    }

    /// What a source is read with; `None` when the machine has it.
    pub(super) fn kept(&self, source: &EventSource) -> Result<Option<Kept>, ActivityFault> {
        let Some(sealed) = &source.sealed_credential else {
            return Ok(None);
        };
        let place = EventSource::credential_place(&source.name);
        let opened = self.vault.open(sealed, &place);
        let opened = opened.map_err(|error| ActivityFault::Internal(error.to_string()))?;
        Kept::of_text(opened.reveal()).map(Some)
    }

    fn source_view(&self, source: &EventSource) -> SourceView {
        let place = Place::of_text(&source.kind, &source.settings).ok();
        let kept = self.kept(source);
        let (aws, github) = place.as_ref().map(Place::views).unwrap_or_default();
        let sends = place == Some(Place::Teleport);
        SourceView {
            name: source.name.clone(),
            kind: source.kind.clone(),
            enabled: source.enabled,
            credential: match kept {
                _ if sends => "token of this source".to_owned(),
                Ok(Some(kept)) => kept.shown(),
                Ok(None) => "credentials of the machine".to_owned(),
                Err(_) => "cannot be opened: enter it again".to_owned(),
            },
            aws,
            github,
            intake_url: sends.then(|| format!("{}{INTAKE}/{}", self.public_url, source.kind)),
            created_at: text_of(source.created),
            updated_at: text_of(source.updated),
        }
    }
}

fn check_name(name: &str) -> Result<(), ActivityFault> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_fine = (1..=40).contains(&name.len()) && name.bytes().all(is_plain) && !name.starts_with('-');
    // Words that `run` takes for all collectors of a kind.
    let is_kind = matches!(name, "okta" | "self" | "aws" | "github" | "teleport");
    if is_fine && !is_kind {
        return Ok(());
    }
    Err(invalid(
        "name",
        "the name must have 1 to 40 small letters, digits and hyphens, and not be that of a kind".to_owned(),
    ))
}

fn invalid(field: &'static str, message: String) -> ActivityFault {
    ActivityFault::Invalid { field, message }
}

#[cfg(test)]
mod tests;
