//! Macros that turn a list of names into the fields that every language defines and the methods that pages call.
//!
//! | declaration | a language defines | pages call |
//! |---|---|---|
//! | `title` | `"…"` | `title() -> &'static str` |
//! | `added(device)` | `"… {device} …"` | `added(&name) -> String` |
//! | `gone[title text]` | [`Message`](crate::Message) | `gone() -> (title, text)` |
//! | `left[count]` | [`Plural`](crate::Plural) | `left(3) -> String` |
//! | `left[none count]` | [`Counted`](crate::Counted) | `left(0) -> String` |
//! | `sent_to { email }` | `"… {email} …"` | `sent_to() -> (before, after)`, for an element in between |

macro_rules! sentence {
    (type) => { &'static str };
    (type ($($argument:ident),+)) => { &'static str };
    (type {$element:ident}) => { &'static str };
    (type [title text]) => { $crate::Message };
    (type [count]) => { $crate::Plural };
    (type [none count]) => { $crate::Counted };

    (method $at:ident $name:ident) => {
        #[inline(always)]
        pub fn $name(self) -> &'static str {
            self.0.word(const { $at(Field::$name) })
        }
    };
    (method $at:ident $name:ident ($($argument:ident),+)) => {
        pub fn $name(self, $($argument: &str),+) -> String {
            self.0.filled(const { $at(Field::$name) }, &[$((stringify!($argument), $argument)),+])
        }
    };
    (method $at:ident $name:ident {$element:ident}) => {
        pub fn $name(self) -> (&'static str, &'static str) {
            self.0.around(const { $at(Field::$name) })
        }
    };
    (method $at:ident $name:ident [title text]) => {
        pub fn $name(self) -> (&'static str, &'static str) {
            self.0.pair(const { $at(Field::$name) })
        }
    };
    (method $at:ident $name:ident [count]) => {
        pub fn $name(self, count: u32) -> String {
            self.0.plural(const { $at(Field::$name) }, count)
        }
    };
    (method $at:ident $name:ident [none count]) => {
        pub fn $name(self, count: u32) -> String {
            self.0.counted(const { $at(Field::$name) }, count)
        }
    };

    (shape) => { &[&[]] };
    (shape ($($argument:ident),+)) => { &[&[$(stringify!($argument)),+]] };
    (shape {$element:ident}) => { &[&[stringify!($element)]] };
    (shape [title text]) => { &[&[], &[]] };
    // The singular may omit the number: "one code".
    (shape [count]) => { &[&["?count"], &["count"]] };
    (shape [none count]) => { &[&[], &["?count"], &["count"]] };
}

macro_rules! subject {
    ($(#[$about:meta])* $subject:ident { $(
        $(#[$doc:meta])*
        $name:ident $(($($argument:ident),+))? $([$($form:ident)+])? $({ $element:ident })?,
    )+ }) => {
        $(#[$about])*
        pub mod $subject {
            use crate::{Subject, Text, start_of, forms::{Sentence, sum}};

            /// The sentences that each language defines.
            pub struct Sentences { $(
                $(#[$doc])*
                pub $name: sentence!(type $(($($argument),+))? $([$($form)+])? $({ $element })?),
            )+ }

            impl Sentences {
                pub(crate) const LENGTH: usize = sum(LENGTHS, LENGTHS.len());

                /// Appends them to a list, in the order of the fields.
                pub fn put(&self, list: &mut Vec<&'static str>) {
                    $(self.$name.put(list);)+
                }

                /// The placeholders of each entry of the list, after its name.
                #[cfg(test)]
                pub(crate) const SHAPES: &[(&str, &[&[&str]])] = &[$((
                    concat!(stringify!($subject), ".", stringify!($name)),
                    sentence!(shape $(($($argument),+))? $([$($form)+])? $({ $element })?),
                )),+];
            }

            #[expect(non_camel_case_types, reason = "named as the sentences are")]
            #[derive(Clone, Copy)]
            enum Field { $($name),+ }

            const LENGTHS: &[usize] = &[$(
                <sentence!(type $(($($argument),+))? $([$($form)+])? $({ $element })?) as Sentence>::LENGTH
            ),+];

            const fn at(field: Field) -> usize {
                const START: usize = start_of(Subject::$subject);
                START + sum(LENGTHS, field as usize)
            }

            /// The sentences, for pages.
            #[derive(Clone, Copy)]
            pub struct Words(pub(crate) Text);

            impl Words {
                $(sentence!(method at $name $(($($argument),+))? $([$($form)+])? $({ $element })?);)+
            }
        }
    };
}

/// Lists all subjects: those `sent` to browsers, and those `kept` on the server.
macro_rules! language {
    (
        sent { $($sent:ident),+ $(,)? }
        kept { $($kept:ident),+ $(,)? }
    ) => {
        /// All sentences of a language.
        pub struct Sentences {
            $(pub $sent: $sent::Sentences,)+
            $(pub $kept: $kept::Sentences,)+
        }

        impl Sentences {
            /// Returns the sentences for browsers, in the order of the fields.
            pub fn sent(&self) -> Vec<&'static str> {
                let mut list = Vec::new();
                $(self.$sent.put(&mut list);)+
                list
            }

            /// Returns all sentences, in the order of the fields.
            pub fn all(&self) -> Vec<&'static str> {
                let mut list = self.sent();
                $(self.$kept.put(&mut list);)+
                list
            }

            #[cfg(test)]
            const SHAPES: &[&[(&str, &[&[&str]])]] = &[$($sent::Sentences::SHAPES,)+ $($kept::Sentences::SHAPES,)+];
        }

        #[expect(non_camel_case_types, reason = "named as the subjects are")]
        #[derive(Clone, Copy)]
        enum Subject { $($sent,)+ $($kept,)+ }

        const LENGTHS: &[usize] = &[$($sent::Sentences::LENGTH,)+ $($kept::Sentences::LENGTH,)+];

        const fn start_of(subject: Subject) -> usize {
            forms::sum(LENGTHS, subject as usize)
        }

        impl Text {
            /// Number of entries in the list for browsers.
            pub const SENT: usize = 0 $(+ $sent::Sentences::LENGTH)+;

            $(pub const fn $sent(self) -> $sent::Words { $sent::Words(self) })+
            $(
                #[cfg(not(target_arch = "wasm32"))]
                pub const fn $kept(self) -> $kept::Words { $kept::Words(self) }
            )+
        }
    };
}
