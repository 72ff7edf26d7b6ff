use crate::{Message, forgot_password, passcode, recovery, sign_in};

pub(super) const FORGOT_PASSWORD: forgot_password::Sentences = forgot_password::Sentences {
    title: "Passwort vergessen?",
    lead: "Geben Sie Ihre E-Mail-Adresse ein. Gehört sie einem Mitglied, senden wir ihr einen Link, mit dem Sie ein neues Passwort wählen. Die Zwei-Faktor-Authentifizierung bleibt, wie sie ist.",
    button: "Link senden",
    sent_to: "Ist das die Adresse eines Mitglieds, ist eine Nachricht unterwegs an {email}",
    sent_hint: "Der Link darin gilt einmal und 30 Minuten lang. Nichts da? Sehen Sie im Spam-Ordner nach, lassen Sie die Nachricht noch einmal senden oder versuchen Sie es mit einer anderen Ihrer Adressen.",
    not_waiting: Message {
        title: "Es wird keine Nachricht erwartet",
        text: "Entweder sind die 30 Minuten vorbei, oder Sie haben den Link in einem anderen Browser angefordert.",
    },
    new_title: "Neues Passwort wählen",
    open_lead: "Fahren Sie fort, um ein neues Passwort zu wählen. Bis dahin gilt das alte.",
    new_lead: "Danach sind Sie überall abgemeldet und melden sich mit dem neuen Passwort an. Die Zwei-Faktor-Authentifizierung bleibt, wie sie ist.",
    set: "Passwort setzen",
    done: Message {
        title: "Ihr neues Passwort ist gesetzt.",
        text: "Sie sind überall abgemeldet. Melden Sie sich jetzt damit an.",
    },
    over: "Er wurde verwendet, ist abgelaufen oder wurde durch einen neueren ersetzt. Sie können sich einen weiteren senden lassen.",
};

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
