use crate::{Message, apps};

pub(super) const APPS: apps::Sentences = apps::Sentences {
    lead: "Die Seite, die Sie öffnen möchten, verlangt Ihr Passwort und einen neuen Passcode. Danach geht es dort weiter.",
    passcode_hint: "Ein neuer Passcode eines Ihrer Geräte.",
    button: "Bestätigen",
    no_two_factor: Message {
        title: "Die Seite ist für Mitglieder mit Zwei-Faktor-Authentifizierung.",
        text: "Richten Sie zuerst ein Gerät ein und öffnen Sie die Seite dann erneut.",
    },
    set_up: "Gerät einrichten",
};
