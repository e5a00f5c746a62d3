//! Behaves like an Okta organization.
