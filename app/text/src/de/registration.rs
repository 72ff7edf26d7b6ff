use crate::{Message, confirm_email, email_change, join, new_email, set_up, sign_up};

pub(super) const SIGN_UP: sign_up::Sentences = sign_up::Sentences {
    title: "Konto erstellen",
    button: "Konto erstellen",
    have_one: "Schon Mitglied?",
    sign_in: "Anmelden",
    lead: "Als Nächstes senden wir Ihnen eine Nachricht, damit sicher ist, dass die Adresse Ihnen gehört.",
    sent_title: "Sehen Sie in Ihr Postfach",
    sent_hint: "Öffnen Sie den Link darin, um die Adresse zu bestätigen. Er gilt 24 Stunden. Nichts da? Sehen Sie im Spam-Ordner nach oder lassen Sie die Nachricht noch einmal senden.",
    not_waiting: Message {
        title: "Es wird keine Nachricht erwartet",
        text: "Entweder ist die Adresse schon bestätigt, oder die 24 Stunden sind vorbei, oder Sie haben sich in einem anderen Browser registriert.",
    },
    send_again: "Noch einmal senden",
    sent_again: "Noch einmal gesendet. Es kann eine Minute dauern.",
    closed: Message {
        title: "Die Registrierung ist nicht geöffnet",
        text: "Bitten Sie den Betreiber dieses Dienstes um ein Konto.",
    },
    sent_to: "Eine Nachricht ist unterwegs an {email}",
};

pub(super) const SET_UP: set_up::Sentences = set_up::Sentences {
    title: "Inhaber anlegen",
    lead: "Das ist der erste Start. Der Inhaber verwaltet das Konto, seine Mitglieder und seine Regeln.",
    open_lead: "Dieser Link gilt einmal und in diesem Browser. Fahren Sie fort, um Name und Passwort zu wählen.",
    go_on: "Weiter",
    button: "Inhaber anlegen",
    done: Message {
        title: "Der Inhaber ist angelegt.",
        text: "Melden Sie sich an, um zu beginnen.",
    },
};

pub(super) const CONFIRM_EMAIL: confirm_email::Sentences = confirm_email::Sentences {
    title: "E-Mail-Adresse bestätigen",
    lead: "Geben Sie das Passwort, das Sie gewählt haben, noch einmal ein: So kann niemand sonst eine Registrierung in Ihrem Namen abschließen.",
    open_lead: "Fahren Sie fort, um zu bestätigen, dass diese Adresse Ihnen gehört.",
    go_on: "Weiter",
    button: "Bestätigen",
    done: Message {
        title: "Ihre E-Mail-Adresse ist bestätigt.",
        text: "Melden Sie sich jetzt an.",
    },
    over: "Er wurde verwendet, ist abgelaufen oder wurde durch einen neueren ersetzt. Ist Ihre Adresse schon bestätigt, melden Sie sich einfach an.",
};

pub(super) const JOIN: join::Sentences = join::Sentences {
    title: "Dem Team beitreten",
    open_lead: "Sie sind eingeladen. Fahren Sie fort, um Name und Passwort zu wählen.",
    go_on: "Weiter",
    by: "{name} lädt Sie ein. Wählen Sie, wie Sie sich hier anmelden.",
    button: "Beitreten",
    done: Message {
        title: "Sie sind jetzt Mitglied.",
        text: "Melden Sie sich an, um zu beginnen.",
    },
    left: Message {
        title: "Sie haben das Team verlassen.",
        text: "Alles, was Sie hatten, ist beendet.",
    },
    over: "Er wurde verwendet oder widerrufen, ist abgelaufen oder wurde durch einen neueren ersetzt. Bitten Sie um eine neue Einladung.",
};

pub(super) const NEW_EMAIL: new_email::Sentences = new_email::Sentences {
    title: "Neue Adresse bestätigen",
    lead: "Geben Sie Ihr Passwort ein. Danach melden Sie sich mit dieser Adresse an:",
    button: "Diese Adresse verwenden",
    done: Message {
        title: "Ihre E-Mail-Adresse ist geändert.",
        text: "Melden Sie sich ab jetzt mit der neuen an.",
    },
};

pub(super) const EMAIL_CHANGE: email_change::Sentences = email_change::Sentences {
    lead: "Damit melden Sie sich an, und dorthin geht, was Ihre Sicherheit betrifft.",
    now: "Ihre Adresse jetzt",
    new_address: "Neue Adresse",
    hint: "Wir senden ihr einen Link. Ihre Adresse bleibt, wie sie ist, bis Sie den Link öffnen und Ihr Passwort eingeben.",
    send: "Link senden",
    asked: "Eine Nachricht ist unterwegs an die neue Adresse.",
    waiting: "Eine Änderung wartet auf Sie",
    waits: "Öffnen Sie den Link, den wir an {email} gesendet haben, um Ihre Adresse zu ändern.",
    until: "Gilt bis {time}",
    keep: "Meine Adresse behalten",
    kept: "Ihre Adresse bleibt, wie sie ist.",
};
