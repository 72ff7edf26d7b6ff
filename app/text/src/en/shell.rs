use crate::{Plural, done, field, frame, time};

pub(super) const FRAME: frame::Sentences = frame::Sentences {
    skip: "Skip to content",
    main_nav: "Main",
    home: "Home",
    security: "Access and security",
    overview: "Overview",
    profile: "My profile",
    sign_out: "Sign out",
    back: "Back",
    cancel: "Cancel",
    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    step_done: " (done)",
    description: "Sign in with a password and a rolling passcode, and manage the devices that show it.",
    step_of: "Step {current} of {count}",
};

pub(super) const FIELD: field::Sentences = field::Sentences {
    email: "E-mail",
    password: "Password",
    name: "Your name",
    show_password: "Show password",
    caps_lock: "Caps Lock is on",
    working: "One moment…",
    copy: "Copy",
    copied: "Copied",
    print: "Print",
    download: "Download",
    save: "Save",
    strength: "Strength of the password",
    strength_short: "Too short: at least 8 characters.",
    strength_fair: "Good enough with two-factor on. Without it, use 15 characters or more.",
    strength_good: "Long enough to stand alone.",
    new_password_hint: "At least 8 characters; 15 or more are better. A few words in a row are easy to keep in mind.",
};

pub(super) const TIME: time::Sentences = time::Sentences {
    locale: "en-GB",
    exact: "{date}, {time} UTC",
    just_now: "just now",
    soon: "in less than a minute",
    yesterday: "yesterday",
    tomorrow: "tomorrow",
    minutes_ago: Plural {
        one: "{count} minute ago",
        other: "{count} minutes ago",
    },
    hours_ago: Plural {
        one: "{count} hour ago",
        other: "{count} hours ago",
    },
    days_ago: Plural {
        one: "{count} day ago",
        other: "{count} days ago",
    },
    in_minutes: Plural {
        one: "in {count} minute",
        other: "in {count} minutes",
    },
    in_hours: Plural {
        one: "in {count} hour",
        other: "in {count} hours",
    },
    in_days: Plural {
        one: "in {count} day",
        other: "in {count} days",
    },
    again_now: "You can try again now.",
    again_seconds: "Try again in {seconds} s",
    again_minutes: "Try again in {minutes} min",
    again_minutes_seconds: "Try again in {minutes} min {seconds} s",
    again_hours: "Try again in {hours} h {minutes} min",
};

pub(super) const DONE: done::Sentences = done::Sentences {
    renamed: "The device has its new name.",
    removed: "The device is removed. Its passcodes no longer work.",
    discarded: "The pending device is discarded.",
    replaced: "Your new phone works. The old one is removed.",
    tried: "It works.",
    switched_off: "Two-factor authentication is switched off.",
    name_saved: "Your name is saved.",
    language_saved: "Your language is saved.",
};
