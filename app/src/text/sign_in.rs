//! The first factor.

pub const TITLE: &str = "Sign in";
pub const BUTTON: &str = "Sign in";
pub const NO_ACCOUNT: &str = "No account yet?";
pub const SIGN_UP: &str = "Create your account";
pub const SIGNED_OUT: &str = "You are signed out.";
pub const SIGN_IN_FIRST: &str = "Sign in to see that page.";
pub const SESSION_ENDED: &str = "Your session has ended. Sign in again.";
pub const PASSWORD_CONFIRMED: &str = "Your e-mail address is confirmed. Now sign in.";
