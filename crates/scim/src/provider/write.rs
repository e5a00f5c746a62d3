//! POST, PUT, PATCH and DELETE of one resource.

use serde_json::Value;

use super::{Answer, Provider};
use crate::ask::Ask;
use crate::fault::Fault;
use crate::schema::Kind;
use crate::store::{Created, New, Store, Stored, Wish};
use crate::{etag, intake, patch, project, put, render};

/// What comes with a write beside its body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Write<'a> {
    pub(super) if_match: Option<&'a str>,
    pub(super) ask: &'a Ask,
    pub(super) base: &'a str,
}

impl Provider {
    pub(super) async fn create(
        &self,
        store: &dyn Store,
        kind: Kind,
        body: Value,
        write: &Write<'_>,
    ) -> Result<Answer, Fault> {
        let of = self.schemas.of(kind);
        let incoming = intake::read(of, body, &self.limits)?;
        let new = New {
            kind,
            document: incoming.document,
            members: incoming.members.unwrap_or_default(),
            wish: self.wish(kind, write.ask),
        };
        let (Created::New(stored) | Created::Adopted(stored)) = store.create(new).await?;
        Ok(self.shown(201, stored, write))
    }

    pub(super) async fn put(
        &self,
        store: &dyn Store,
        kind: Kind,
        id: &str,
        body: Value,
        write: &Write<'_>,
    ) -> Result<Answer, Fault> {
        let of = self.schemas.of(kind);
        let incoming = intake::read(of, body, &self.limits)?;
        let decide = |stored: &Stored| {
            etag::check(write.if_match, stored)?;
            put::change(of, stored, &incoming)
        };
        let after = self.wish(kind, write.ask);
        let stored = store.change(kind, id, Wish::default(), after, &decide).await?;
        let stored = stored.ok_or_else(|| Fault::not_found(kind.name(), id))?;
        Ok(self.shown(200, stored, write))
    }

    /// A group answers 204 unless attributes are asked for, so that a change of one member does not read the others
    /// (RFC 7644 section 3.5.2 leaves the choice).
    pub(super) async fn patch(
        &self,
        store: &dyn Store,
        kind: Kind,
        id: &str,
        body: Value,
        write: &Write<'_>,
    ) -> Result<Answer, Fault> {
        let of = self.schemas.of(kind);
        let operations = patch::read(of, body, &self.limits)?;
        let decide = |stored: &Stored| {
            etag::check(write.if_match, stored)?;
            patch::apply(of, stored, &operations)
        };
        let is_silent = kind == Kind::Group && write.ask.attributes.is_empty();
        let after = if is_silent {
            Wish::default()
        } else {
            self.wish(kind, write.ask)
        };
        let stored = store
            .change(kind, id, patch::needs(&operations), after, &decide)
            .await?;
        let stored = stored.ok_or_else(|| Fault::not_found(kind.name(), id))?;
        if is_silent {
            return Ok(Answer::empty(204).about(&stored, write.base));
        }
        Ok(self.shown(200, stored, write))
    }

    pub(super) async fn delete(
        &self,
        store: &dyn Store,
        kind: Kind,
        id: &str,
        if_match: Option<&str>,
    ) -> Result<Answer, Fault> {
        let was_there = store
            .delete(kind, id, &|stored| etag::check(if_match, stored))
            .await?;
        if was_there {
            Ok(Answer::empty(204))
        } else {
            Err(Fault::not_found(kind.name(), id))
        }
    }

    fn wish(&self, kind: Kind, ask: &Ask) -> Wish {
        project::of(&self.schemas, kind, &ask.attributes, &ask.excluded).wish(self.schemas.of(kind))
    }

    fn shown(&self, status: u16, stored: Stored, write: &Write<'_>) -> Answer {
        let projection = project::of(
            &self.schemas,
            stored.kind,
            &write.ask.attributes,
            &write.ask.excluded,
        );
        let answer = Answer::empty(status).about(&stored, write.base);
        let of = self.schemas.of(stored.kind);
        answer.with(render::resource(stored, of, write.base, &projection))
    }
}
