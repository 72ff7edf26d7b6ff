//! Closed enums that have a text in the database.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a text, with the way there and back.
macro_rules! closed {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Reads the text in the database; `None` for any other text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    )+};
}

closed! {
    /// What a session may do; see the table of rights in the domain.
    SessionKind {
        /// Everything that the member's role allows.
        Full = "full",
        /// Opened by a recovery code: remove a lost device, set up a device, make new codes, sign out.
        Repair = "repair",
    }

    /// What a passcode was asked for.
    Purpose {
        /// Confirming the device itself.
        SetUp = "set-up",
        /// Signing in.
        SignIn = "sign-in",
        /// Proving presence again for a sensitive action.
        StepUp = "step-up",
    }

    /// What a one-time link is for.
    LinkKind {
        /// Makes the first account and its owner.
        SetUp = "set-up",
        /// Confirms the e-mail address of a sign-up.
        ConfirmEmail = "confirm-email",
    }

    /// What a member may do in the account.
    Role {
        /// Everything; an account always has one.
        Owner = "owner",
        /// Members, policy, activity.
        Admin = "admin",
        /// Their own things.
        Member = "member",
    }

    /// A language that pages and mails are written in.
    #[derive(Default)]
    Language {
        /// English.
        #[default]
        English = "en",
        /// German.
        German = "de",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lead_back_to_their_value() {
        for kind in SessionKind::ALL {
            assert_eq!(SessionKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Role::parse("Owner"), None);
        assert_eq!(LinkKind::parse(""), None);
    }
}
