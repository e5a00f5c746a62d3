//! Events by column, as engines that work on whole columns read them.

/// In which order events come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// As they are found soonest.
    #[default]
    Any,
    /// By event time, ascending.
    OldestFirst,
    /// By event time, descending.
    NewestFirst,
}

/// Some events: for each column that was asked for, the values of all of them.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// How many events.
    pub len: usize,
    /// In the order in which the columns were asked for.
    pub columns: Vec<Values>,
}

/// The values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Microseconds since the epoch.
    Times(Vec<i64>),
    /// Words, numbers and truths as their texts.
    Words {
        /// Distinct words, nearly: one may be there twice.
        words: Vec<String>,
        /// For each event the place of its word, counted from 1; 0 is null.
        places: Vec<u32>,
    },
    /// Lists of words.
    Lists {
        /// Distinct words, nearly.
        words: Vec<String>,
        /// For all events one after another, the places of their words, counted from 1.
        items: Vec<u32>,
        /// For each event how many items it has; 0 is null.
        lengths: Vec<u32>,
    },
    /// Texts that are seldom the same.
    Texts(Vec<Option<String>>),
}

impl Rows {
    /// About how many bytes of text there are.
    pub fn text_bytes(&self) -> usize {
        let texts = |values: &Values| match values {
            Values::Texts(texts) => texts.iter().flatten().map(String::len).sum(),
            _ => 0,
        };
        self.columns.iter().map(texts).sum()
    }
}
