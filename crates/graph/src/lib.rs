//! Who can reach what, by which path.
