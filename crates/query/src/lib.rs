//! Answers SQL over the graph and the snapshots.
