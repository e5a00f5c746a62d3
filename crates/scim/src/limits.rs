//! How much one request may ask for.

/// Bounds on requests; the defaults suit Okta and a server with a hundred thousand people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body. A PUT of a group carries all its members, about 60 bytes each.
    pub body_bytes_max: usize,
    /// Objects and lists within one another in a body.
    pub json_depth_max: usize,
    /// Bytes of a filter or path.
    pub filter_bytes_max: usize,
    /// Parentheses, `not` and value paths within one another in a filter.
    pub filter_depth_max: usize,
    /// Operations of one PATCH.
    pub patch_operations_max: usize,
    /// Operations of one bulk request; announced to clients.
    pub bulk_operations_max: usize,
    /// Members in one request.
    pub members_max: usize,
    /// Resources on a page when the client does not say how many.
    pub page_default: usize,
    /// Resources on a page; announced to clients.
    pub page_max: usize,
    /// Resources that may be looked at, one by one, for a filter or an order that no index answers.
    pub scan_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 1 << 20,
            json_depth_max: 16,
            filter_bytes_max: 8 << 10,
            filter_depth_max: 32,
            patch_operations_max: 1000,
            bulk_operations_max: 1000,
            members_max: 10_000,
            page_default: 100,
            page_max: 1000,
            scan_max: 200_000,
        }
    }
}

/// Values of one list in a document: addresses, telephone numbers and the like. Members are counted apart.
pub(crate) const LIST_MAX: usize = 1000;

/// Bytes of a text that a store indexes: databases bound the size of an index entry.
pub(crate) const KEY_BYTES_MAX: usize = 1024;
