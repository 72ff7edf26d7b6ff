use crate::{Message, freeze, not_me};

pub(super) const NOT_ME: not_me::Sentences = not_me::Sentences {
    title: "Das war ich nicht",
    open_lead: "Sie haben eine E-Mail zu Ihrem Konto bekommen und nicht getan, was darin steht. Gehen Sie weiter, um es zu stoppen. Noch geschieht nichts.",
    over: "Er wurde benutzt, ist abgelaufen, oder das Konto hat wieder eine andere Adresse. Jede E-Mail zu Ihrem Konto hat einen eigenen Link, der 7 Tage gilt; Sie können sich auch einen Link für ein neues Passwort schicken lassen.",
    unfreeze_lead: "Gehen Sie weiter, um ein neues Passwort zu wählen. Danach geht es mit Ihrem Konto weiter.",
};

pub(super) const FREEZE: freeze::Sentences = freeze::Sentences {
    asks_lead: "Frieren Sie Ihr Konto ein, und niemand kommt weiter.",
    asks_stops: "Jede Sitzung, jedes Programm, jeder API-Schlüssel und jeder vertraute Browser endet sofort, und niemand kann sich anmelden. Die Zwei-Faktor-Authentifizierung bleibt, wie sie ist.",
    asks_then: "Danach wählen Sie ein neues Passwort, mit einem Link, den wir an {email} schicken, und machen rückgängig, was geändert wurde.",
    sure: "Ich habe nicht getan, was in der E-Mail steht",
    button: "Mein Konto einfrieren",
    was_me: "Ich war es doch",
    frozen_title: "Ihr Konto ist eingefroren.",
    frozen_since: "Seit {time} ist nichts mehr angemeldet, und niemand kann sich anmelden.",
    password_title: "Neues Passwort wählen",
    password_lead: "Wir schicken einen Link an {email}. Mit dem neuen Passwort geht es mit Ihrem Konto weiter.",
    send: "Link schicken",
    sent: "Der Link ist unterwegs an {email}. Er gilt einmal und 30 Minuten lang.",
    send_again: "Noch einmal schicken",
    goes_on: Message {
        title: "Ihr neues Passwort gilt.",
        text: "Mit Ihrem Konto geht es weiter. Machen Sie rückgängig, was Sie nicht getan haben, und melden Sie sich dann an.",
    },
    undo_title: "Änderungen rückgängig machen",
    undo_lead: "Das sind die Änderungen der letzten 72 Stunden. Für die meisten brauchen Sie das Passwort, das Sie vorher hatten.",
    nothing: "In den letzten 72 Stunden wurde nichts geändert.",
    at: "Geändert {time}",
    email: "Die Adresse wurde geändert. Vorher war sie {name}",
    password: "Das Passwort wurde geändert. Wählen Sie ein neues.",
    device_added: "Das Gerät „{name}“ wurde hinzugefügt.",
    device_removed: "Das Gerät „{name}“ wurde entfernt.",
    two_factor_on: "Die Zwei-Faktor-Authentifizierung wurde eingeschaltet.",
    two_factor_off: "Die Zwei-Faktor-Authentifizierung wurde ausgeschaltet.",
    codes: "Die Wiederherstellungscodes wurden ersetzt.",
    key_made: "Der API-Schlüssel „{name}“ wurde erstellt.",
    before: "Passwort von vorher",
    undo: "Rückgängig machen",
    undo_named: "Rückgängig machen: {what}",
};
