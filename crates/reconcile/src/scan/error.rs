//! Why a scan came to nothing.

use domain::facts::ObjectClass;

/// A scan that ended early. What people see stays as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// Okta, or the way to it.
    #[error("reading {} stopped: {fault}", .class.as_str())]
    Okta {
        /// What was being read.
        class: ObjectClass,
        /// What went wrong.
        fault: okta::Fault,
    },
    /// What was read could not be kept.
    #[error("what was read of {} could not be written", .class.as_str())]
    Sink {
        /// What was being read.
        class: ObjectClass,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A list that can never be empty is.
    #[error(
        "Okta answered with an empty list of users, though the credential itself belongs to the organization"
    )]
    NoRights,
}

impl ScanError {
    /// What a person can do about it.
    pub fn advice(&self) -> String {
        match self {
            Self::Okta { fault, .. } => fault.advice().to_owned(),
            Self::Sink { .. } => {
                "make room on the disk of the data folder, or check its permissions".to_owned()
            }
            Self::NoRights => {
                "the credential has no administrator role: give the owner of the token, or the service \
                               app (Admin roles tab), at least the Read-Only Administrator role"
                    .to_owned()
            }
        }
    }
}
