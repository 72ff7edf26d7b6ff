//! `Debug` for types that hold a secret.

/// Implements `Debug` for types that hold a secret: it writes their name only.
#[macro_export]
macro_rules! redacted {
    ($($type:ident),+ $(,)?) => {$(
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($type), "(redacted)"))
            }
        }
    )+};
}
