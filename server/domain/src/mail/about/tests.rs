//! Which mails have the link of *this wasn't me*.

use super::*;

#[test]
fn mails_about_ones_own_security_have_the_link() {
    let link = || SecretLink::new(String::new());
    for with in [
        About::TwoFactorOn,
        About::PasswordChanged,
        About::Frozen { since: Timestamp(0) },
        About::Unfrozen,
        About::AccountKept { by: "Ana".into() },
    ] {
        assert!(with.has_not_me_link(), "{with:?}");
    }
    for without in [
        About::ForgotPassword { link: link() },
        // Its recipient is no member any more.
        About::MemberLeft,
        About::AccountErased { closed: Timestamp(0) },
        About::MemberRemoved { by: "Ana".into() },
        // It is the way out.
        About::Unfreeze { link: link() },
    ] {
        assert!(!without.has_not_me_link(), "{without:?}");
    }
}
