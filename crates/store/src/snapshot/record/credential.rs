//! Columns of what opens doors without a person.

use domain::facts::{ApiToken, ClientKey, ClientSecret, Grant};

use super::{Key, Record, Visitor};
use crate::snapshot::table::Table;

impl<'a> Record<'a> for ApiToken<'a> {
    const TABLE: Table = Table::ApiTokens;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("name", &mut self.name);
        v.text("owner_id", &mut self.owner_id);
        v.opt_number("owner", &mut self.owner);
        v.opt_text("client_name", &mut self.client_name);
        v.word("network_connection", &mut self.network.connection);
        v.texts("network_include", &mut self.network.include);
        v.texts("network_exclude", &mut self.network.exclude);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.time("expires", &mut self.expires);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for Grant<'a> {
    const TABLE: Table = Table::Grants;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.number("app", &mut self.app);
        v.text("scope", &mut self.scope);
        v.word("status", &mut self.status);
        v.time("created", &mut self.created);
    }
}

impl<'a> Record<'a> for ClientSecret<'a> {
    const TABLE: Table = Table::ClientSecrets;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.number("app", &mut self.app);
        v.word("status", &mut self.status);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
    }
}

impl<'a> Record<'a> for ClientKey<'a> {
    const TABLE: Table = Table::ClientKeys;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.number("app", &mut self.app);
        v.text("kid", &mut self.kid);
        v.word("key_type", &mut self.key_type);
        v.word("status", &mut self.status);
        v.time("created", &mut self.created);
    }
}
