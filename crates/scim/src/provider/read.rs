//! GET of one resource.

use super::{Answer, Provider};
use crate::ask::Ask;
use crate::fault::Fault;
use crate::request::Request;
use crate::schema::Kind;
use crate::store::Store;
use crate::{etag, project, render};

impl Provider {
    pub(super) async fn read(
        &self,
        store: &dyn Store,
        kind: Kind,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Answer, Fault> {
        let ask = Ask::from_query(request.query)?;
        let projection = project::of(&self.schemas, kind, &ask.attributes, &ask.excluded);
        let of = self.schemas.of(kind);
        let wish = projection.wish(of);
        let stored = store.read(kind, id, wish).await?;
        let stored = stored.ok_or_else(|| Fault::not_found(kind.name(), id))?;
        // The version of a user does not speak of the groups, nor that of a group of the members' names.
        let version_tells_all = !wish.groups && !wish.member_names;
        if version_tells_all
            && request
                .if_none_match
                .is_some_and(|header| etag::names(header, &stored))
        {
            return Ok(Answer::empty(304).about(&stored, request.base));
        }
        let answer = Answer::empty(200).about(&stored, request.base);
        Ok(answer.with(render::resource(stored, of, request.base, &projection)))
    }
}
