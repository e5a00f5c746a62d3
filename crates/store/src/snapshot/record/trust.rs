//! Columns of identity providers, policies and zones, and of the coverage.

use domain::facts::{ClassCoverage, IdentityProvider, NetworkZone, Policy, PolicyRule};

use super::{Key, Record, Visitor};
use crate::snapshot::table::Table;

impl<'a> Record<'a> for IdentityProvider<'a> {
    const TABLE: Table = Table::IdentityProviders;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("name", &mut self.name);
        v.word("provider_type", &mut self.provider_type);
        v.word("status", &mut self.status);
        v.opt_text("provisioning", &mut self.provisioning);
        v.opt_text("account_link", &mut self.account_link);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for Policy<'a> {
    const TABLE: Table = Table::Policies;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.word("policy_type", &mut self.policy_type);
        v.text("name", &mut self.name);
        v.word("status", &mut self.status);
        v.priority("priority", &mut self.priority);
        v.flag("is_system", &mut self.is_system);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for PolicyRule<'a> {
    const TABLE: Table = Table::PolicyRules;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("policy", &mut self.policy);
        v.text("name", &mut self.name);
        v.word("status", &mut self.status);
        v.priority("priority", &mut self.priority);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for NetworkZone<'a> {
    const TABLE: Table = Table::NetworkZones;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("name", &mut self.name);
        v.word("zone_type", &mut self.zone_type);
        v.word("status", &mut self.status);
        v.word("usage", &mut self.usage);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.document("raw", &mut self.raw);
    }
}

/// How one class was read. The manifest says the same; this is for those who ask in SQL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::snapshot) struct CoverageRow<'a> {
    class: &'a str,
    reading: &'a str,
    reason: Option<&'a str>,
    rows: u64,
    requests: u64,
}

impl<'a> CoverageRow<'a> {
    /// The row for one class.
    pub(in crate::snapshot) fn of(entry: &'a ClassCoverage) -> Self {
        Self {
            class: entry.class.as_str(),
            reading: entry.reading.as_str(),
            reason: entry.reading.reason(),
            rows: entry.rows,
            requests: entry.requests,
        }
    }
}

impl<'a> Record<'a> for CoverageRow<'a> {
    const TABLE: Table = Table::Coverage;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.word("class", &mut self.class);
        v.word("reading", &mut self.reading);
        v.opt_text("reason", &mut self.reason);
        v.count("rows", &mut self.rows);
        v.count("requests", &mut self.requests);
    }
}
