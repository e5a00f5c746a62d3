//! Searches that people keep.

use super::asked::query;
use super::view::text_of;
use super::{Adapter, ready};
use store::state::{SavedSearch as Kept, new_id};
use web::view::{SavedSearch, SearchList, SearchRequest};
use web::{ActivityFault, Question};

impl Adapter {
    pub(super) async fn search_list(&self, actor: &str) -> Result<SearchList, ActivityFault> {
        let view = |kept: Kept| SavedSearch {
            id: kept.id,
            name: kept.name,
            q: kept.q,
            from: kept.from,
            until: kept.until,
            owner: kept.owner,
            shared: kept.shared,
            created_at: text_of(kept.created),
        };
        let kept = self.state.saved_searches(actor).await?;
        Ok(SearchList {
            searches: kept.into_iter().map(view).collect(),
            ready: ready::views(),
        })
    }

    pub(super) async fn add_search(
        &self,
        wanted: SearchRequest,
        actor: &str,
    ) -> Result<SearchList, ActivityFault> {
        // A search that cannot be asked is not worth keeping.
        let asked = Question {
            q: wanted.q.clone(),
            from: wanted.from.clone(),
            until: wanted.until.clone(),
            hides_own: false,
        };
        query(&asked, self.now())?;
        let new = Kept {
            id: new_id(),
            name: wanted.name.trim().to_owned(),
            q: wanted.q,
            from: wanted.from,
            until: wanted.until,
            owner: actor.to_owned(),
            shared: wanted.shared,
            created: self.now(),
        };
        self.state.create_search(&new).await?;
        self.search_list(actor).await
    }

    pub(super) async fn remove_search(&self, id: &str, actor: &str) -> Result<SearchList, ActivityFault> {
        self.state.delete_search(id, actor).await?;
        self.search_list(actor).await
    }
}
