//! House rules, generators and the one test command.
fn main() {}
