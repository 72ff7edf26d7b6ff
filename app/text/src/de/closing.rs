use crate::{Counted, Message, Plural, closed_account, closing, closing_mail};

pub(super) const CLOSED_ACCOUNT: closed_account::Sentences = closed_account::Sentences {
    title: "Ihr Konto ist geschlossen",
    open_lead: "Das Konto wurde geschlossen und wird gelöscht. Gehen Sie weiter, um es zu behalten. Noch geschieht nichts.",
    over: "Der Link wurde benutzt, ist abgelaufen oder durch einen neueren ersetzt, oder das Konto besteht wieder oder ist schon gelöscht. Wer Eigentümer eines Kontos ist, das noch geschlossen ist, bekommt mit „Passwort vergessen?“ einen neuen Link.",
    kept: Message {
        title: "Das Konto besteht weiter.",
        text: "Nichts ist verloren. Melden Sie sich neu an; das müssen alle Mitglieder.",
    },
};

pub(super) const CLOSING: closing::Sentences = closing::Sentences {
    profile: "Es endet sofort für alle Mitglieder und wird nach 14 Tagen gelöscht.",
    lead: "Sie schließen das Konto für alle seine Mitglieder. 14 Tage lang kann ein Eigentümer es behalten; danach wird es endgültig gelöscht.",
    stops: "Was sofort endet",
    stops_sessions: "Jede Sitzung, jeder vertraute Browser und jede Anmeldung, für alle Mitglieder: Niemand kann sich anmelden.",
    stops_programs: "Jeder API-Schlüssel und jedes Zugriffstoken, und die Anwendungen, die diesen Dienst fragen.",
    stops_invitations: "Einladungen, Geräte, die gerade eingerichtet werden, und Anfragen nach Freigabe: Sie kommen nicht wieder.",
    stops_mail: "Alle Mitglieder bekommen eine E-Mail, und Eigentümer einen Link, mit dem sie das Konto behalten.",
    erased: "Was am {until} gelöscht wird",
    erased_members: Plural {
        one: "Ein Mitglied: Sie",
        other: "{count} Mitglieder, auch Sie",
    },
    erased_devices: Counted {
        none: "Kein Gerät",
        one: "Ein Gerät",
        other: "{count} Geräte",
    },
    erased_keys: Counted {
        none: "Kein API-Schlüssel",
        one: "Ein API-Schlüssel",
        other: "{count} API-Schlüssel",
    },
    erased_rest: "Passwörter, Wiederherstellungscodes, die Richtlinie und die gesamte Aktivität",
    undo: "Was gelöscht ist, kommt nicht wieder. Die Adressen sind danach für neue Konten frei.",
    sure: "Ich verstehe, dass sich niemand aus diesem Konto mehr anmelden kann",
    button: "Mein Konto schließen",
    since: "Es wurde {time} geschlossen. Niemand kann sich anmelden.",
    until: "Am {until} wird es endgültig gelöscht, mit allem, was es hat.",
    here: "Haben Sie es sich anders überlegt? Wir haben jedem Eigentümer einen Link geschickt. Mit ihm bleibt das Konto bestehen; er gilt bis dahin.",
    keep_lead: "Dieser Link ging an {email}. Wenn Sie das Konto behalten, ist alles wie vorher, und die Mitglieder melden sich neu an.",
    keep: "Mein Konto behalten",
};

pub(super) const CLOSING_MAIL: closing_mail::Sentences = closing_mail::Sentences {
    closed_subject: "Ihr Konto bei {product} wurde geschlossen",
    closed_owner: "\
        {by} hat das Konto am {at} geschlossen.\n\
        Niemand kann sich anmelden, und kein Programm kommt hinein. Das Konto wird mit allen\n\
        Mitgliedern endgültig gelöscht, am {until}.\n\
        \n\
        Bis dahin kann ein Eigentümer es behalten, mit einem Link wie diesem:\n\
        \n\
        {link}",
    closed_member: "\
        {by} hat das Konto am {at} geschlossen.\n\
        Sie können sich nicht mehr anmelden, und Ihre API-Schlüssel und Geräte werden\n\
        abgelehnt. Das Konto wird mit allem, was Sie darin haben, endgültig gelöscht, am\n\
        {until}.\n\
        \n\
        Bis dahin kann ein Eigentümer es behalten. Fragen Sie dort nach, wenn Sie das nicht\n\
        erwartet haben.",
    is_closed_subject: "Ihr Konto bei {product} ist geschlossen",
    is_closed_owner: "\
        Sie haben Ihr Passwort vergessen, aber Sie können sich nirgends anmelden: Das Konto\n\
        wurde am {since} geschlossen und wird am\n\
        {until} endgültig gelöscht.\n\
        \n\
        Behalten Sie das Konto mit diesem Link, und bitten Sie dann noch einmal um ein neues\n\
        Passwort:\n\
        \n\
        {link}\n\
        \n\
        Der Link von vorher gilt nicht mehr.",
    is_closed_member: "\
        Sie haben Ihr Passwort vergessen, aber Sie können sich nirgends anmelden: Das Konto\n\
        wurde am {since} geschlossen und wird am\n\
        {until} endgültig gelöscht.\n\
        \n\
        Bis dahin kann ein Eigentümer des Kontos es behalten.",
    kept_subject: "Ihr Konto bei {product} besteht weiter",
    kept: "\
        {by} hat das Konto am {at} behalten. Es wird nicht\n\
        gelöscht. Nichts ist verloren; melden Sie sich neu an.",
    erased_subject: "Ihr Konto bei {product} wurde gelöscht",
    erased: "\
        Das Konto, das am {closed} geschlossen wurde, ist am\n\
        {at} gelöscht worden, mit Mitgliedern, Geräten,\n\
        API-Schlüsseln und Aktivität. Hier kommt nichts davon wieder. Kopien in\n\
        Sicherungen bestehen so lange, wie die Stelle sie aufbewahrt, die diesen Dienst\n\
        betreibt.\n\
        \n\
        Ihre Adresse ist für ein neues Konto frei. Das ist die letzte E-Mail zu diesem.",
};
