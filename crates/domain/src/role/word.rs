//! The words of rules: kinds of resource and verbs.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word in a role.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words! {
    /// A kind of resource that rules speak of. The words are those of Teleport's public role reference where it has
    /// one.
    Resource {
        /// Graph, SQL, snapshots.
        AccessGraph = "access_graph",
        /// Integrations.
        Plugin = "plugin",
        /// Ways to sign in.
        Connector = "saml",
        /// People.
        User = "user",
        /// Roles.
        Role = "role",
        /// Locks.
        Lock = "lock",
        /// API tokens of others.
        Token = "token",
        /// Web sessions of others.
        Session = "web_session",
        /// The audit log.
        Event = "event",
        /// Access Lists.
        AccessList = "access_list",
        /// Access Requests of others.
        AccessRequest = "access_request",
        /// Recorded activity of identities.
        Activity = "activity",
        /// Alerts.
        Alert = "alert",
        /// Detection rules.
        DetectionRule = "detection_rule",
    }
}

words! {
    /// What may be done.
    Verb {
        /// See that they are there.
        List = "list",
        /// See one whole.
        Read = "read",
        /// Make one.
        Create = "create",
        /// Change one.
        Update = "update",
        /// Remove one.
        Delete = "delete",
        /// Have it do its work now: run a scan, test a connector.
        Use = "use",
    }
}
