//! Closed enums with a text form in the database.

use serde::{Deserialize, Serialize};

/// Declares an enum with a text for each variant, and the conversions.
macro_rules! closed {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the text in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Parses the text in the database; `None` for any other text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    )+};
}

closed! {
    /// The kind of a session; see the table of rights in the domain.
    SessionKind {
        /// Everything that the member's role permits.
        Full = "full",
        /// Opened by a recovery code: may remove a lost device, set up a device, replace the codes and sign out.
        Repair = "repair",
    }

    /// What a passcode was used for.
    Purpose {
        /// Confirming the device.
        SetUp = "set-up",
        /// Signing in.
        SignIn = "sign-in",
        /// Stepping up before a sensitive action.
        StepUp = "step-up",
    }

    /// The purpose of a one-time link.
    LinkKind {
        /// Creates the first account and its owner.
        SetUp = "set-up",
        /// Confirms the e-mail address of a sign-up.
        ConfirmEmail = "confirm-email",
    }

    /// The role of a member in the account.
    Role {
        /// May do everything; every account has one.
        Owner = "owner",
        /// Manages members, policy and activity.
        Admin = "admin",
        /// Manages the member's own settings only.
        Member = "member",
    }

    /// A language of pages and mails.
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
    fn texts_parse_to_their_value() {
        for kind in SessionKind::ALL {
            assert_eq!(SessionKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Role::parse("Owner"), None);
        assert_eq!(LinkKind::parse(""), None);
    }
}
