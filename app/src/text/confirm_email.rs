//! The page behind the mailed link.

pub const TITLE: &str = "Confirm your e-mail address";
pub const LEAD: &str = "Type the password you chose once more: so nobody else can finish a sign-up in your name.";
pub const OPEN_LEAD: &str = "Continue to confirm that this address is yours.";
pub const CONTINUE: &str = "Continue";
pub const BUTTON: &str = "Confirm";
pub const DONE_TITLE: &str = "Your e-mail address is confirmed.";
pub const DONE: &str = "Now sign in.";
pub const OVER: &str =
    "It was used, has run out, or a newer one was sent. If your address is confirmed already, just sign in.";
