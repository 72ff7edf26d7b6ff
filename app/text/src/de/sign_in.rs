use crate::{Message, passcode, recovery, sign_in};

pub(super) const SIGN_IN: sign_in::Sentences = sign_in::Sentences {
    title: "Anmelden",
    button: "Anmelden",
    no_account: "Noch kein Konto?",
    sign_up: "Konto erstellen",
    session_ended: Message {
        title: "Ihre Sitzung ist beendet.",
        text: "Melden Sie sich wieder an und wiederholen Sie es dann. Es wurde nichts geändert.",
    },
    signed_out_everywhere: Message {
        title: "Sie sind überall abgemeldet.",
        text: "Melden Sie sich dort wieder an, wo Sie es brauchen.",
    },
    device_removed: Message {
        title: "Das Gerät ist entfernt.",
        text: "Melden Sie sich wieder an, mit einem Passcode von einem anderen Gerät oder mit einem Wiederherstellungscode.",
    },
};

pub(super) const PASSCODE: passcode::Sentences = passcode::Sentences {
    title: "Passcode eingeben",
    label: "Passcode",
    button: "Bestätigen",
    trust: "Diesem Browser 30 Tage vertrauen",
    use_recovery: "Wiederherstellungscode verwenden",
    other_account: "Anderes Konto",
    help: Message {
        title: "Wo finde ich ihn?",
        text: "In der Authenticator-App auf dem Telefon, das Sie hinzugefügt haben. Die Ziffern ändern sich alle 30 Sekunden; jedes Ihrer bestätigten Geräte ist geeignet.",
    },
    lead: "Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein für {email}",
};

pub(super) const RECOVERY: recovery::Sentences = recovery::Sentences {
    title: "Wiederherstellungscode verwenden",
    label: "Wiederherstellungscode",
    hint: "Vier Fünfergruppen, wie gedruckt. Jeder Code gilt einmal.",
    button: "Weiter",
    use_passcode: "Stattdessen Passcode verwenden",
    lead: "Für den Tag, an dem das Telefon weg ist. Sie können danach das verlorene Gerät entfernen und ein neues einrichten; alles andere bleibt verschlossen, bis Sie sich mit einem Passcode anmelden.",
    none_left: Message {
        title: "Auch keine Wiederherstellungscodes?",
        text: "Wenden Sie sich an den Betreiber dieses Dienstes.",
    },
    repair: Message {
        title: "Sie haben sich mit einem Wiederherstellungscode angemeldet.",
        text: "Entfernen Sie das verlorene Gerät, richten Sie ein neues ein und erstellen Sie neue Wiederherstellungscodes. Melden Sie sich dann ab und mit einem Passcode wieder an.",
    },
    new_set_first: "Erstellen Sie neue Wiederherstellungscodes, bevor Sie gehen: Der verwendete ist verbraucht.",
    repair_ends: "Diese Sitzung endet {time}.",
};
