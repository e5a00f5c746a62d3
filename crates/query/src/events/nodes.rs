//! Who is behind the actor of an event, and which nodes of the graph its actor and its target are.

use std::collections::HashMap;

use activity::event::{Field, Rows, Values};
use graph::Graph;

use super::batch::values;
use super::{Account, StillEvents};

/// The source whose accounts and objects are nodes.
const OKTA: &str = "okta";

/// What tells the person.
pub(super) const PERSON_FIELDS: [Field; 5] = [
    Field::Source,
    Field::SourceOrg,
    Field::ActorId,
    Field::ActorName,
    Field::IdentityId,
];

/// Worked out for the events of one batch, each account once.
pub(super) struct Nodes<'r> {
    fields: &'r [Field],
    rows: &'r Rows,
    still: &'r dyn StillEvents,
    graph: &'r Graph,
    persons: Option<Vec<Option<String>>>,
}

impl<'r> Nodes<'r> {
    pub(super) const fn new(
        fields: &'r [Field],
        rows: &'r Rows,
        still: &'r dyn StillEvents,
        graph: &'r Graph,
    ) -> Self {
        Self {
            fields,
            rows,
            still,
            graph,
            persons: None,
        }
    }

    /// The person behind each event: as it is known now, else as the event was kept.
    pub(super) fn persons(&mut self) -> &[Option<String>] {
        if self.persons.is_none() {
            self.persons = Some(self.ask_persons());
        }
        self.persons.as_deref().unwrap_or_default()
    }

    fn ask_persons(&self) -> Vec<Option<String>> {
        let (mut places, mut accounts) = (HashMap::new(), Vec::new());
        let mut asked = Vec::with_capacity(self.rows.len);
        for row in 0..self.rows.len {
            let id = self
                .text(Field::ActorId, row)
                .or_else(|| self.text(Field::ActorName, row));
            let account = id.map(|id| Account {
                source: self.told(Field::Source, row),
                org: self.told(Field::SourceOrg, row),
                id: id.to_owned(),
            });
            asked.push(account.map(|account| {
                *places.entry(account.clone()).or_insert_with(|| {
                    accounts.push(account);
                    accounts.len() - 1
                })
            }));
        }
        let persons = self.still.persons(&accounts);
        let person = |(row, place): (usize, &Option<usize>)| {
            let known = place.and_then(|place| persons.get(place).cloned().flatten());
            known.or_else(|| self.text(Field::IdentityId, row).map(str::to_owned))
        };
        asked.iter().enumerate().map(person).collect()
    }

    /// The node of who did it: the account itself in Okta, elsewhere the person's.
    pub(super) fn actors(&mut self) -> Vec<Option<String>> {
        self.persons();
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        let mut nodes = Vec::with_capacity(self.rows.len);
        for row in 0..self.rows.len {
            let own = self.okta_id(Field::ActorId, row);
            let person = self
                .persons
                .as_ref()
                .and_then(|all| all.get(row))
                .cloned()
                .flatten();
            let own = own.and_then(|id| {
                let found = known.entry(id).or_insert_with_key(|id| self.node_of_id(id));
                found.clone()
            });
            nodes.push(own.or_else(|| {
                let person = person?;
                let found = known
                    .entry(person)
                    .or_insert_with_key(|name| self.node_of_person(name));
                found.clone()
            }));
        }
        nodes
    }

    /// The node of the main target.
    pub(super) fn targets(&self) -> Vec<Option<String>> {
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        let node = |row| {
            let id = self.okta_id(Field::TargetId, row)?;
            known
                .entry(id)
                .or_insert_with_key(|id| self.node_of_id(id))
                .clone()
        };
        (0..self.rows.len).map(node).collect()
    }

    /// The id that a node has for something of Okta.
    fn okta_id(&self, field: Field, row: usize) -> Option<String> {
        let id = self.text(field, row)?;
        (self.text(Field::Source, row) == Some(OKTA))
            .then(|| format!("{OKTA}/{}/{id}", self.told(Field::SourceOrg, row)))
    }

    fn node_of_id(&self, id: &str) -> Option<String> {
        self.graph.by_id(id).map(|node| self.graph.id(node).to_owned())
    }

    fn node_of_person(&self, name: &str) -> Option<String> {
        let mut found = self
            .graph
            .lookup(name)
            .filter(|node| self.graph.kind(*node).is_identity());
        found.next().map(|node| self.graph.id(node).to_owned())
    }

    fn told(&self, field: Field, row: usize) -> String {
        self.text(field, row).unwrap_or_default().to_owned()
    }

    fn text(&self, field: Field, row: usize) -> Option<&'r str> {
        match values(self.fields, self.rows, field)? {
            Values::Words { words, places } => {
                let place = (*places.get(row)? as usize).checked_sub(1)?;
                words.get(place).map(String::as_str)
            }
            Values::Texts(texts) => texts.get(row)?.as_deref(),
            Values::Times(_) | Values::Lists { .. } => None,
        }
    }
}
