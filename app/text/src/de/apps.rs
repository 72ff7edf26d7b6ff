use crate::{Message, apps};

pub(super) const APPS: apps::Sentences = apps::Sentences {
    lead: "Bevor sich die Seite öffnet, bestätigen Sie mit Ihrem Passwort und einem neuen Passcode, dass Sie es sind.",
    lead_password: "Bevor Sie zur App weitergehen, bestätigen Sie mit Ihrem Passwort, dass Sie es sind.",
    passcode_hint: "Ein neuer Passcode von einem Ihrer Geräte.",
    button: "Bestätigen",
    no_two_factor: Message {
        title: "Die Seite ist für Mitglieder mit Zwei-Faktor-Authentifizierung.",
        text: "Richten Sie zuerst ein Gerät ein und öffnen Sie die Seite dann erneut.",
    },
    set_up: "Gerät einrichten",
};
