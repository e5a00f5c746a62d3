//! Lists, page by page: follows `next` wherever Okta puts it, and resumes where a failure stopped it.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::advice::Cause;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::parse::{self, Defect};

pub use crate::parse::Item;

/// A list that is being read. Dropping it stops the reading.
#[derive(Debug)]
pub struct Pages<T> {
    client: Client,
    endpoint: &'static Endpoint,
    /// Path and query of the page to read next; `None` at the end.
    next: Option<String>,
    seen: HashSet<u64>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Item> Pages<T> {
    pub(crate) fn new(client: Client, endpoint: &'static Endpoint, first: String) -> Self {
        Self {
            client,
            endpoint,
            next: Some(first),
            seen: HashSet::new(),
            kind: PhantomData,
        }
    }

    /// The next page; `None` after the last one. After a fault the same page can be asked for again.
    pub async fn next(&mut self) -> Option<Result<Vec<T>, Fault>> {
        let here = self.next.clone()?;
        Some(self.read(&here).await)
    }

    /// All pages together. For lists that are known to be short.
    pub async fn all(mut self) -> Result<Vec<T>, Fault> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.append(&mut page?);
        }
        Ok(all)
    }

    async fn read(&mut self, here: &str) -> Result<Vec<T>, Fault> {
        let endpoint = self.endpoint;
        let (page, headers) = self
            .client
            .get(endpoint, here, |body| parse::page::<T>(body, endpoint.wrapper))
            .await?;
        self.seen.insert(hash(here));
        let next = match page.next {
            Some(link) => Some(link),
            None => next_link(&headers),
        };
        self.next = match next {
            Some(link) => Some(self.checked(here, &link)?),
            None => None,
        };
        Ok(page.items)
    }

    /// Path and query of a `next` link, if it stays here and leads on.
    fn checked(&mut self, here: &str, link: &str) -> Result<String, Fault> {
        let fault = |cause| Fault::new(cause, self.endpoint.name, here);
        let path = self
            .client
            .origin()
            .local(link)
            .ok_or_else(|| fault(Cause::ForeignLink))?;
        if self.seen.contains(&hash(&path)) {
            return Err(fault(Cause::LinkLoop));
        }
        Ok(path)
    }
}

/// The `next` link of the headers, whether each link has its own header or all stand in one.
pub(crate) fn next_link(headers: &http::HeaderMap) -> Option<String> {
    headers
        .get_all(http::header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(crate::link::parse_links)
        .find(|link| link.is("next"))
        .map(|link| link.target.to_owned())
}

fn hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// A defect of an answer as a fault of a call.
pub(crate) fn fault_of(defect: Defect, endpoint: &'static Endpoint, path: &str) -> Fault {
    Fault::new(defect.cause, endpoint.name, path).with(|detail| {
        detail.object = defect.object;
        detail.field = defect.field;
        detail.detail = Some(defect.text);
    })
}
