//! The second factor on the day the phone is gone, and the session it opens.

pub const TITLE: &str = "Use a recovery code";
pub const LABEL: &str = "Recovery code";
pub const HINT: &str = "Four groups of five, as printed. Each code works once.";
pub const BUTTON: &str = "Continue";
pub const USE_PASSCODE: &str = "Use a passcode instead";
pub const LEAD: &str = "For the day the phone is gone. You can then remove the lost device and set up a new one; everything else stays closed until you sign in with a passcode.";
pub const NONE_LEFT_TITLE: &str = "No recovery codes either?";
pub const NONE_LEFT: &str = "Ask whoever runs this service.";
pub const REPAIR_TITLE: &str = "You signed in with a recovery code.";
pub const REPAIR: &str =
    "Remove the lost device, set up a new one and make new recovery codes. Then sign out and sign in with a passcode.";
/// Before the moment at which the session ends.
pub const REPAIR_ENDS: &str = "This session ends ";
pub const NEW_SET_FIRST: &str = "Make new recovery codes before you go: the one you used is spent.";
