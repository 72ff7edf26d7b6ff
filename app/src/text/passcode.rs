//! The second factor: a passcode.

pub const TITLE: &str = "Enter your passcode";
pub const LABEL: &str = "Passcode";
pub const BUTTON: &str = "Verify";
pub const USE_RECOVERY: &str = "Use a recovery code";
pub const OTHER_ACCOUNT: &str = "Use another account";
/// Before the e-mail address, which stands in bold and without a full stop: it may end a line of its own.
pub const LEAD: &str = "Open your authenticator app and type the six digits for ";
pub const HELP: &str = "Where do I find it?";
pub const HELP_TEXT: &str = "In the authenticator app on the phone you added. The digits change every 30 seconds; any of your confirmed devices will do.";
