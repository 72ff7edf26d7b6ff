//! A new account.

pub const TITLE: &str = "Create your account";
pub const BUTTON: &str = "Create account";
pub const HAVE_ONE: &str = "Already a member?";
pub const SIGN_IN: &str = "Sign in";
pub const LEAD: &str = "Next we send you a message, to be sure that the address is yours.";
pub const SENT_TITLE: &str = "Look into your mailbox";
/// Before the e-mail address, which stands in bold and without a full stop: it may end a line of its own.
pub const SENT_TO: &str = "A message is on its way to ";
pub const SENT_HINT: &str = "Open its link to confirm the address. It works for 24 hours. Nothing there? Look into the spam folder, or have it sent again.";
pub const NOT_WAITING_TITLE: &str = "No message is waited for";
pub const NOT_WAITING: &str =
    "Either the address is confirmed already, or the 24 hours are over, or you signed up in another browser.";
pub const SEND_AGAIN: &str = "Send again";
pub const SENT_AGAIN: &str = "Sent again. It may take a minute.";
pub const CLOSED_TITLE: &str = "Sign-up is not open";
pub const CLOSED: &str = "Ask whoever runs this service for an account.";
