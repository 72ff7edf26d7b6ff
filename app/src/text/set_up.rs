//! The first start: who owns this.

pub const TITLE: &str = "Create the owner";
pub const LEAD: &str = "This is the first start. The owner manages the account, its members and its rules.";
pub const OPEN_LEAD: &str = "This link works once, from this browser. Continue to choose a name and a password.";
pub const CONTINUE: &str = "Continue";
pub const BUTTON: &str = "Create the owner";
pub const DONE_TITLE: &str = "The owner is created.";
pub const DONE: &str = "Sign in to begin.";
