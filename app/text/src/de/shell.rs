use crate::{Plural, done, field, frame, time};

pub(super) const FRAME: frame::Sentences = frame::Sentences {
    skip: "Zum Inhalt springen",
    main_nav: "Hauptnavigation",
    home: "Startseite",
    security: "Zugang und Sicherheit",
    overview: "Übersicht",
    profile: "Mein Profil",
    sign_out: "Abmelden",
    back: "Zurück",
    cancel: "Abbrechen",
    theme: "Design",
    theme_system: "System",
    theme_light: "Hell",
    theme_dark: "Dunkel",
    step_done: " (erledigt)",
    description: "Melden Sie sich mit Passwort und wechselndem Passcode an und verwalten Sie die Geräte, die ihn anzeigen.",
    step_of: "Schritt {current} von {count}",
};

pub(super) const FIELD: field::Sentences = field::Sentences {
    email: "E-Mail",
    password: "Passwort",
    name: "Ihr Name",
    show_password: "Passwort anzeigen",
    caps_lock: "Feststelltaste ist aktiv",
    working: "Einen Moment …",
    copy: "Kopieren",
    copied: "Kopiert",
    print: "Drucken",
    download: "Herunterladen",
    save: "Speichern",
    strength: "Stärke des Passworts",
    strength_short: "Zu kurz: mindestens 8 Zeichen.",
    strength_fair: "Ausreichend mit Zwei-Faktor-Authentifizierung. Ohne sie besser ab 15 Zeichen.",
    strength_good: "Lang genug, auch ohne zweiten Faktor.",
    new_password_hint: "Mindestens 8 Zeichen, besser 15 oder mehr. Einige Wörter hintereinander lassen sich leicht merken.",
};

pub(super) const TIME: time::Sentences = time::Sentences {
    locale: "de",
    exact: "{date}, {time} UTC",
    just_now: "gerade eben",
    soon: "in weniger als einer Minute",
    yesterday: "gestern",
    tomorrow: "morgen",
    minutes_ago: Plural {
        one: "vor {count} Minute",
        other: "vor {count} Minuten",
    },
    hours_ago: Plural {
        one: "vor {count} Stunde",
        other: "vor {count} Stunden",
    },
    days_ago: Plural {
        one: "vor {count} Tag",
        other: "vor {count} Tagen",
    },
    in_minutes: Plural {
        one: "in {count} Minute",
        other: "in {count} Minuten",
    },
    in_hours: Plural {
        one: "in {count} Stunde",
        other: "in {count} Stunden",
    },
    in_days: Plural {
        one: "in {count} Tag",
        other: "in {count} Tagen",
    },
    again_now: "Sie können es jetzt noch einmal versuchen.",
    again_seconds: "Nächster Versuch in {seconds} s",
    again_minutes: "Nächster Versuch in {minutes} min",
    again_minutes_seconds: "Nächster Versuch in {minutes} min {seconds} s",
    again_hours: "Nächster Versuch in {hours} h {minutes} min",
};

pub(super) const DONE: done::Sentences = done::Sentences {
    renamed: "Das Gerät hat seinen neuen Namen.",
    removed: "Das Gerät wurde entfernt. Seine Passcodes gelten nicht mehr.",
    discarded: "Das ausstehende Gerät wurde verworfen.",
    replaced: "Ihr neues Telefon funktioniert. Das alte wurde entfernt.",
    tried: "Es funktioniert.",
    switched_off: "Die Zwei-Faktor-Authentifizierung wurde ausgeschaltet.",
    name_saved: "Ihr Name wurde gespeichert.",
    language_saved: "Ihre Sprache wurde gespeichert.",
};
