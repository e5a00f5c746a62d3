//! Remembers: state, snapshots and sealed secrets.
