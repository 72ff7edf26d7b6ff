//! A new account.

pub const TITLE: &str = "Create your account";
pub const BUTTON: &str = "Create account";
pub const HAVE_ONE: &str = "Already a member?";
pub const SIGN_IN: &str = "Sign in";
pub const SENT_TITLE: &str = "Look into your mailbox";
pub const SENT_HINT: &str =
    "The link works for 24 hours. Nothing there? Look into the spam folder, or have it sent again.";
pub const SEND_AGAIN: &str = "Send again";
pub const SENT_AGAIN: &str = "Sent again. It may take a minute.";
pub const CLOSED_TITLE: &str = "Sign-up is by invitation";
pub const CLOSED: &str = "Ask an owner or admin of your account for an invitation.";

pub fn sent_to(email: &str) -> String {
    format!("A message is on its way to {email}. Open its link to confirm the address.")
}
