//! The loops that keep Okta and us in step.
