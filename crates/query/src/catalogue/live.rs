//! Tables whose rows are kept outside of the snapshots, and are asked there each time.

use activity::event::{self, COLUMNS, Field, Shape};

use super::{Column, Rows, Table, column};
use crate::schema::ColumnType::{self, Count, Day, Flag, Instant, Json, Moment, Real, Text, Texts, Word};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "activity",
        about: "What happened: events of every source that is collected, one row an event, as soon as it is taken in. \
                Narrow it by `event_time`; without an order, `LIMIT` gives the newest.",
        columns: &ACTIVITY,
        rows: Rows::Live,
    },
    Table {
        name: "alerts",
        about: "What the rules found in the events, and what people did with it.",
        columns: ALERTS,
        rows: Rows::Live,
    },
];

const KEPT: usize = COLUMNS.len();

/// The columns of events, and three that are worked out when they are asked for.
const ACTIVITY: [Column; KEPT + 3] = {
    let mut all = [column("", Text, ""); KEPT + 3];
    let mut at = 0;
    while at < KEPT {
        let of_event = &COLUMNS[at];
        all[at] = column(of_event.name, kind(of_event), of_event.meaning);
        at += 1;
    }
    all[KEPT] = column(
        "person",
        Text,
        "the person or workload behind the actor as it is known now, with corrections by hand; `identity_id` is what was known when the event came",
    );
    all[KEPT + 1] = column(
        "actor_node_id",
        Text,
        "id of the node of who did it: joins `nodes.id` and `access_path.identity_id`; NULL where the graph knows nobody of that name",
    );
    all[KEPT + 2] = column(
        "target_node_id",
        Text,
        "id of the node of the main target: joins `nodes.id` and `access_path.resource_id`; NULL where it is no node",
    );
    all
};

const fn kind(column: &event::Column) -> ColumnType {
    match (column.field, column.shape) {
        (Field::Changes, _) => Json,
        (Field::Latitude | Field::Longitude, _) => Real,
        (_, Shape::Time) => Instant,
        (_, Shape::Date) => Day,
        (_, Shape::Word) => Word,
        (_, Shape::Text) => Text,
        (_, Shape::Number) => Count,
        (_, Shape::Truth) => Flag,
        (_, Shape::List) => Texts,
    }
}

const ALERTS: &[Column] = &[
    column("id", Text, "Id of the alert"),
    column("rule", Text, "Rule that found it"),
    column("severity", Word, "info, low, medium, high or critical"),
    column("status", Word, "open, in_progress, triaged, resolved or closed"),
    column("owner", Text, "Who works on it"),
    column("title", Text, "What was found"),
    column("identity", Text, "The person or workload it is about"),
    column(
        "identity_id",
        Text,
        "Id of that node: joins `nodes.id`; NULL where the graph knows nobody of that name",
    ),
    column("entity", Text, "What the rule groups by, with values"),
    column("first_seen", Moment, "Time of its first event"),
    column("last_seen", Moment, "Time of its last finding"),
    column("raised", Moment, "When it was raised here"),
    column("findings", Count, "How many findings it has"),
    column("events", Count, "How many events it rests on"),
    column(
        "evidence",
        Texts,
        "Ids of those events, as `source/org/uid`; at most 100",
    ),
    column("provisional", Flag, "Whether a late event may still change it"),
    column("source", Word, "System of its first event"),
    column("org", Word, "Organization of its first event"),
    column("ip", Text, "Address of the client"),
    column("country", Word, "Country of the address"),
    column("target", Text, "What it was done to"),
    column("target_kind", Word, "Sort of that"),
    column("tactics", Texts, "Tactics of MITRE ATT&CK"),
    column("techniques", Texts, "Techniques of MITRE ATT&CK"),
];
