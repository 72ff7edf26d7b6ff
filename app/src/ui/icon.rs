use leptos::prelude::*;

/// The icons.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    Bad,
    Check,
    Chevron,
    Clock,
    Copy,
    Download,
    External,
    Eye,
    EyeOff,
    Info,
    Lock,
    Mail,
    More,
    Pencil,
    Person,
    Phone,
    Plus,
    Print,
    Screen,
    Sheet,
    Shield,
    ShieldCheck,
    Trash,
    Warn,
}

impl IconName {
    /// The SVG path, in a view box of 24 by 24.
    fn line(self) -> &'static str {
        match self {
            Self::Bad => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.5V13M12 16.3v.1",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Chevron => "m6 9 6 6 6-6",
            Self::Clock => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5.2l3.3 2",
            Self::Copy => {
                "M10 8.5h8a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 8.5 19v-9A1.5 1.5 0 0 1 10 8.5zM5 15.5v-10A1.5 1.5 0 0 1 6.5 4H15"
            }
            Self::Download => "M12 4v11.5M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15",
            Self::External => {
                "M14 4h6v6M20 4l-9 9M18 14v4.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6H10"
            }
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"
            }
            Self::EyeOff => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 4l16 16"
            }
            Self::Info => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5.5M12 7.7v.1",
            Self::Lock => {
                "M7.5 10.5V8a4.5 4.5 0 0 1 9 0v2.5M6.5 10.5h11A1.5 1.5 0 0 1 19 12v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.5z"
            }
            Self::Mail => {
                "M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM3.5 7l8.5 6 8.5-6"
            }
            Self::More => "M5.5 12h.01M12 12h.01M18.5 12h.01",
            Self::Pencil => "m4 20 1-4.5L16.5 4 20 7.5 8.5 19z",
            Self::Person => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
            Self::Phone => {
                "M9.4 2.5h5.2A2.4 2.4 0 0 1 17 4.9v14.2a2.4 2.4 0 0 1-2.4 2.4H9.4A2.4 2.4 0 0 1 7 19.1V4.9a2.4 2.4 0 0 1 2.4-2.4zM11 18.4h2"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Print => {
                "M7 9V3.5h10V9M7 17H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2M7 14h10v6.5H7z"
            }
            Self::Screen => "M4 5h16v11H4zM12 16v4M8.5 20h7",
            Self::Sheet => "M6.5 3H14l4.5 4.5V21h-12zM14 3v4.5h4.5M9.5 12h5M9.5 16h5",
            Self::Shield => "M12 3 5 5.6v5.2c0 4.5 3 7.9 7 9.7 4-1.8 7-5.2 7-9.7V5.6z",
            Self::ShieldCheck => "M12 3 5 5.6v5.2c0 4.5 3 7.9 7 9.7 4-1.8 7-5.2 7-9.7V5.6zM9 11.8l2.2 2.2L15.2 10",
            Self::Trash => {
                "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l.9 13a1.2 1.2 0 0 0 1.2 1h6.8a1.2 1.2 0 0 0 1.2-1l.9-13M10 10.5v6M14 10.5v6"
            }
            Self::Warn => "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1",
        }
    }
}

/// A decorative icon; the text beside it carries the meaning.
#[component]
pub(crate) fn Icon(name: IconName) -> AnyView {
    let width = if name == IconName::More { "3" } else { "1.7" };
    view! {
        <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width=width stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d=name.line() />
        </svg>
    }.into_any()
}
