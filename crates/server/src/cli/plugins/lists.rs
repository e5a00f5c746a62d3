//! The words of `portolan plugins lists`, and of that step of an enrolment.

use super::{On, Print};
use clap::Args;

#[derive(Args)]
pub(crate) struct ListSync {
    #[command(flatten)]
    pub(crate) on: On,
    #[command(flatten)]
    pub(crate) set: ListSet,
    /// Change the settings; without it what is named here is only looked at.
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

/// Settings of app and group sync; what is left out stays.
#[derive(Args, Default)]
pub(crate) struct ListSet {
    /// Apps that become lists: `*` stands for any text, `^…$` is a regular expression; several times for several, an empty
    /// text for all.
    #[arg(long = "app-filter", value_name = "PATTERN")]
    pub(crate) app_filters: Vec<String>,
    /// Apps that do not, whatever else is named; an empty text for none.
    #[arg(long = "exclude-app", value_name = "PATTERN")]
    pub(crate) exclude_apps: Vec<String>,
    /// Groups that become lists.
    #[arg(long = "group-filter", value_name = "PATTERN")]
    pub(crate) group_filters: Vec<String>,
    /// Groups that do not.
    #[arg(long = "exclude-group", value_name = "PATTERN")]
    pub(crate) exclude_groups: Vec<String>,
    /// Who owns a list that names no owner, by name; several times for several.
    #[arg(long = "default-owner", value_name = "NAME")]
    pub(crate) default_owners: Vec<String>,
    /// Make changes of a list in Okta.
    #[arg(long, conflicts_with = "read_only")]
    pub(crate) bidirectional: bool,
    /// Follow Okta and change nothing there.
    #[arg(long)]
    pub(crate) read_only: bool,
}

impl ListSet {
    /// Whether anything is named.
    pub(crate) const fn any(&self) -> bool {
        !self.app_filters.is_empty()
            || !self.exclude_apps.is_empty()
            || !self.group_filters.is_empty()
            || !self.exclude_groups.is_empty()
            || !self.default_owners.is_empty()
            || self.bidirectional
            || self.read_only
    }
}
