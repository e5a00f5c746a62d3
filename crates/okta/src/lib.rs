//! Speaks to one Okta organization.
