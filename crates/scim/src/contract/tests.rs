//! The contract is no formality: a store that breaks a promise is found out.

use async_trait::async_trait;
use jiff::Timestamp;

use super::check;
use crate::memory::Memory;
use crate::schema::Kind;
use crate::store::{
    Allow, Created, Decide, Find, Found, MemberChange, New, Scan, Scanned, Store, StoreError, Stored, Wish,
};
use crate::tests::world::now;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Flaw {
    ForgetsOrder,
    CountsThePage,
    ShowsNoGroups,
    RemovesAnything,
    AsksNobody,
    AddsOnly,
    PagesFromTheStart,
}

struct Flawed(Memory, Flaw);

#[async_trait]
impl Store for Flawed {
    async fn read(&self, kind: Kind, id: &str, wish: Wish) -> Result<Option<Stored>, StoreError> {
        let mut found = self.0.read(kind, id, wish).await?;
        if let Some(stored) = found.as_mut().filter(|_| self.1 == Flaw::ShowsNoGroups) {
            stored.groups = None;
        }
        Ok(found)
    }

    async fn find(&self, find: &Find) -> Result<Found, StoreError> {
        let mut find = find.clone();
        match self.1 {
            Flaw::ForgetsOrder => find.order = None,
            Flaw::PagesFromTheStart => find.offset = find.offset.saturating_sub(1),
            _ => {}
        }
        let mut found = self.0.find(&find).await?;
        if self.1 == Flaw::CountsThePage {
            found.total = found.page.len();
        }
        Ok(found)
    }

    async fn scan(&self, scan: &Scan) -> Result<Scanned, StoreError> {
        self.0.scan(scan).await
    }

    async fn create(&self, new: New) -> Result<Created, StoreError> {
        self.0.create(new).await
    }

    async fn change(
        &self,
        kind: Kind,
        id: &str,
        before: Wish,
        after: Wish,
        decide: &Decide<'_>,
    ) -> Result<Option<Stored>, StoreError> {
        let flaw = self.1;
        let decide = move |stored: &Stored| {
            let mut change = decide(stored)?;
            if flaw == Flaw::AddsOnly {
                change.members.retain(|step| matches!(step, MemberChange::Add(_)));
            }
            Ok(change)
        };
        self.0.change(kind, id, before, after, &decide).await
    }

    async fn delete(&self, kind: Kind, id: &str, allow: &Allow<'_>) -> Result<bool, StoreError> {
        match self.1 {
            Flaw::RemovesAnything => self.0.delete(kind, id, allow).await.map(|_| true),
            Flaw::AsksNobody => self.0.delete(kind, id, &|_| Ok(())).await,
            _ => self.0.delete(kind, id, allow).await,
        }
    }
}

#[test]
fn every_flaw_is_found() {
    for flaw in [
        Flaw::ForgetsOrder,
        Flaw::CountsThePage,
        Flaw::ShowsNoGroups,
        Flaw::RemovesAnything,
        Flaw::AsksNobody,
        Flaw::AddsOnly,
        Flaw::PagesFromTheStart,
    ] {
        let store = Flawed(Memory::new(|| Timestamp::UNIX_EPOCH), flaw);
        assert!(now(check(&store)).is_err(), "{flaw:?}");
    }
}
