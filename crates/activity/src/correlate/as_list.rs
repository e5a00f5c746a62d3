//! Maps by account are written as lists: formats such as JSON want texts as keys.

use super::Account;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

pub(super) fn serialize<T: Serialize, S: Serializer>(
    map: &BTreeMap<Account, T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map)
}

pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Account, T>, D::Error> {
    Ok(Vec::<(Account, T)>::deserialize(deserializer)?
        .into_iter()
        .collect())
}
