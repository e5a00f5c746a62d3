//! What a kind of resource is, and the table of all kinds.

use activity::detect::yaml::nearest;
use async_trait::async_trait;
use domain::role::Verb;
use http::Method;
use serde_json::Value;
use std::collections::BTreeSet;

use super::kinds::{Forward, Lock, Oidc, Plugin, Role, Rule, RuleTuning, Saml, User};
use super::shape::Field;
use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::session::Principal;
use crate::session::policy::{Right, required};
use crate::view::ResourceView;

/// Every kind, in the order in which they are brought in: what others name comes first. They go in the other order.
pub(crate) static KINDS: [&dyn Kind; 9] = [
    &Role,
    &Saml,
    &Oidc,
    &User,
    &Lock,
    &Plugin,
    &Rule,
    &RuleTuning,
    &Forward,
];

/// What is known of a kind without looking at the state.
#[derive(Debug)]
pub(crate) struct About {
    /// The word in `kind`.
    pub(crate) word: &'static str,
    /// The word for several.
    pub(crate) plural: &'static str,
    /// The version that is written, then others that are read.
    pub(crate) versions: &'static [&'static str],
    /// What it is.
    pub(crate) meaning: &'static str,
    /// What may stand in `spec`.
    pub(crate) fields: &'static [Field],
    /// Whether `metadata.description` is kept.
    pub(crate) describes: bool,
    /// The page's calls: to list, read, make, change and remove.
    pub(crate) calls: [(Verb, Method, &'static str); 5],
    /// From a field of the page's call to its path here; those of the same name under `spec` are left out.
    pub(crate) places: &'static [(&'static str, &'static str)],
}

impl About {
    /// The version that is written.
    pub(crate) fn version(&self) -> &'static str {
        self.versions.first().copied().unwrap_or("v1")
    }

    /// The right that a deed needs: that of the page's call for it. `None` is nobody's.
    pub(crate) fn right(&self, verb: Verb) -> Option<Right> {
        let (_, method, path) = self.calls.iter().find(|(known, ..)| *known == verb)?;
        required(method, path)
    }

    /// The path here of a field that a page's call complained about.
    pub(crate) fn path_of(&self, field: &str) -> String {
        let known = self.places.iter().find(|(theirs, _)| *theirs == field);
        match known {
            Some((_, path)) => (*path).to_owned(),
            None if field.is_empty() || field.starts_with("spec") || field.starts_with("metadata") => {
                field.to_owned()
            }
            None => format!("spec.{field}"),
        }
    }
}

/// Who wants something changed, and what comes with it.
pub(crate) struct Asked<'a> {
    pub(crate) app: &'a Shared,
    pub(crate) principal: &'a Principal,
    /// Names of roles that are brought in at the same time, before whoever names them.
    pub(crate) roles: BTreeSet<String>,
    /// Names of people that are, in small letters.
    pub(crate) people: BTreeSet<String>,
    /// Names of rules that are.
    pub(crate) rules: BTreeSet<String>,
    /// Agrees to new or missing signing keys.
    pub(crate) confirm: bool,
}

impl<'a> Asked<'a> {
    /// Nothing comes with it.
    pub(crate) fn alone(app: &'a Shared, principal: &'a Principal) -> Self {
        Self {
            app,
            principal,
            roles: BTreeSet::new(),
            people: BTreeSet::new(),
            rules: BTreeSet::new(),
            confirm: false,
        }
    }
}

/// A resource that is to be, and the one that is.
pub(crate) struct Change {
    pub(crate) wanted: ResourceView,
    pub(crate) before: Option<ResourceView>,
}

impl Change {
    pub(crate) fn name(&self) -> &str {
        &self.wanted.metadata.name
    }

    /// The revision that was sent, or the one that was read.
    pub(crate) fn revision(&self) -> Option<i64> {
        let sent = self.wanted.metadata.revision.as_ref();
        let read = || self.before.as_ref()?.metadata.revision.as_ref();
        sent.or_else(read)?.parse().ok()
    }
}

/// A kind of resource.
#[async_trait]
pub(crate) trait Kind: Send + Sync {
    /// What is known of it.
    fn about(&self) -> &'static About;

    /// The spec with everything in it that was left out, as [`Self::one`] gives it.
    ///
    /// # Errors
    /// When a value is none that is allowed.
    fn whole(&self, spec: Value) -> Result<Value, ApiError>;

    /// Whether a spec, in its whole form, asks for what is there already.
    async fn is_same(
        &self,
        _app: &App,
        wanted: &ResourceView,
        before: &ResourceView,
    ) -> Result<bool, ApiError> {
        Ok(wanted.spec == before.spec)
    }

    /// All resources of the kind, by name.
    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError>;

    /// The resource of this name.
    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError>;

    /// Whether [`Self::put`] would be allowed, as far as that can be known before.
    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError>;

    /// Makes or changes it.
    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError>;

    /// Removes it.
    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError>;
}

/// The kind of this word, singular or plural.
pub(crate) fn kind_named(word: &str) -> Option<&'static dyn Kind> {
    let is_it = |about: &About| about.word == word || about.plural == word;
    KINDS.iter().copied().find(|kind| is_it(kind.about()))
}

/// What to write in place of a word that is no kind.
pub(crate) fn kinds_near(word: &str) -> String {
    let near = nearest(word, KINDS.iter().map(|kind| kind.about().word));
    if near.is_empty() {
        let words: Vec<&str> = KINDS.iter().map(|kind| kind.about().word).collect();
        format!("; there are {}", words.join(", "))
    } else {
        near
    }
}

/// A spec in its whole form, by its own type.
pub(crate) fn whole<T: serde::Serialize + serde::de::DeserializeOwned>(
    spec: Value,
) -> Result<Value, ApiError> {
    let typed: T =
        serde_json::from_value(spec).map_err(|error| ApiError::invalid("spec", error.to_string()))?;
    serde_json::to_value(typed).map_err(ApiError::internal)
}

/// A spec as its own type.
pub(crate) fn typed<T: serde::de::DeserializeOwned>(resource: &ResourceView) -> Result<T, ApiError> {
    serde_json::from_value(resource.spec.clone())
        .map_err(|error| ApiError::invalid("spec", error.to_string()))
}
