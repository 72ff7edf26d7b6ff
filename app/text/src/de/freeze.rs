use crate::{Message, freeze, freeze_mail, not_me};

pub(super) const NOT_ME: not_me::Sentences = not_me::Sentences {
    title: "Das war ich nicht",
    open_lead: "Sie haben eine E-Mail bekommen, die etwas über Ihr Konto meldet, und das waren nicht Sie. Gehen Sie weiter, um es zu stoppen. Noch geschieht nichts.",
    over: "Er wurde benutzt, ist abgelaufen, oder das Konto hat wieder eine andere Adresse. Jede E-Mail zu Ihrem Konto hat einen eigenen Link, der 7 Tage gilt; Sie können sich auch einen Link für ein neues Passwort schicken lassen.",
    unfreeze_lead: "Gehen Sie weiter, um ein neues Passwort zu wählen. Danach können Sie Ihr Konto wieder benutzen.",
};

pub(super) const FREEZE: freeze::Sentences = freeze::Sentences {
    asks_lead: "Frieren Sie Ihr Konto ein, und niemand kommt weiter.",
    asks_stops: "Jede Sitzung, jedes Programm, jeder API-Schlüssel und jeder vertraute Browser endet sofort, und niemand kann sich anmelden. Die Zwei-Faktor-Authentifizierung bleibt, wie sie ist.",
    asks_then: "Danach wählen Sie ein neues Passwort, mit einem Link, den wir an {email} schicken, und machen rückgängig, was geändert wurde.",
    sure: "Was die E-Mail meldet, war ich nicht",
    button: "Mein Konto einfrieren",
    was_me: "Ich war es doch",
    frozen_title: "Ihr Konto ist eingefroren.",
    frozen_since: "Es wurde {time} eingefroren. Nichts ist mehr angemeldet, und niemand kann sich anmelden.",
    password_title: "Neues Passwort wählen",
    password_lead: "Wir schicken einen Link an {email}. Mit dem neuen Passwort können Sie Ihr Konto wieder benutzen.",
    send: "Link schicken",
    sent: "Der Link ist unterwegs an {email}. Er gilt einmal und 30 Minuten lang.",
    send_again: "Noch einmal schicken",
    goes_on: Message {
        title: "Ihr neues Passwort gilt.",
        text: "Sie können Ihr Konto wieder benutzen. Machen Sie innerhalb einer halben Stunde rückgängig, was nicht von Ihnen ist, und melden Sie sich dann an.",
    },
    undo_title: "Änderungen rückgängig machen",
    undo_lead: "Das sind die Änderungen der letzten 72 Stunden. Für die meisten brauchen Sie das Passwort, das Sie damals hatten.",
    nothing: "In den letzten 72 Stunden wurde nichts geändert.",
    at: "Geändert {time}",
    email: "Die Adresse wurde geändert. Vorher war sie {name}",
    password: "Das Passwort wurde geändert. Wählen Sie ein neues.",
    device_added: "Das Gerät „{name}“ wurde hinzugefügt.",
    device_removed: "Das Gerät „{name}“, hinzugefügt am {added}, wurde entfernt.",
    two_factor_on: "Die Zwei-Faktor-Authentifizierung wurde eingeschaltet.",
    two_factor_off: "Die Zwei-Faktor-Authentifizierung wurde ausgeschaltet.",
    codes: "Die Wiederherstellungscodes wurden ersetzt.",
    key_made: "Der API-Schlüssel „{name}“ wurde erstellt.",
    before: "Ihr früheres Passwort",
    undo: "Rückgängig machen",
    undo_named: "Rückgängig machen: {what}",
};

pub(super) const FREEZE_MAIL: freeze_mail::Sentences = freeze_mail::Sentences {
    frozen_subject: "Ihr Konto bei {product} ist eingefroren",
    frozen: "\
        Ihr Konto wurde am {at} eingefroren, weil jemand gesagt\n\
        hat: „Das war ich nicht“. Nichts ist mehr angemeldet, und niemand kann sich anmelden,\n\
        bis Sie ein neues Passwort wählen. Hier geht es weiter; dort machen Sie auch\n\
        rückgängig, was geändert wurde:\n\
        \n\
        {link}",
    frozen_elsewhere: "\
        Ihr Konto wurde am {at} eingefroren, mit dem Link einer\n\
        E-Mail an eine Adresse, die das Konto früher hatte. Nichts ist mehr angemeldet, und\n\
        niemand kann sich anmelden, bis von dort aus ein neues Passwort gewählt wird.\n\
        \n\
        Wenn Sie nicht wissen, warum, schreiben Sie an die Stelle, die diesen Dienst betreibt.",
    unfreeze_subject: "Neues Passwort für Ihr eingefrorenes Konto bei {product}",
    unfreeze: "\
        Öffnen Sie diesen Link, um ein neues Passwort zu wählen. Danach können Sie Ihr\n\
        Konto bei {product} wieder benutzen:\n\
        \n\
        {link}\n\
        \n\
        Der Link gilt einmal und 30 Minuten lang.",
    unfrozen_subject: "Sie können Ihr Konto bei {product} wieder benutzen",
    unfrozen: "\
        Am {at} wurde ein neues Passwort gewählt, und Ihr Konto\n\
        ist nicht mehr eingefroren.",
    undone_subject: "Eine Änderung an Ihrem Konto bei {product} wurde rückgängig gemacht",
    undone: "\
        Am {at} wurde dies rückgängig gemacht:\n\
        \n\
        {what}",
    undone_email: "Die Adresse Ihres Kontos ist wieder {name}.",
    undone_device_added: "Das Gerät „{name}“ war hinzugefügt worden; es ist entfernt.",
    undone_device_removed: "Das Gerät „{name}“ war entfernt worden; es ist wieder da.",
    undone_two_factor_on: "Die Zwei-Faktor-Authentifizierung war eingeschaltet worden; sie ist wieder aus.",
    undone_two_factor_off: "Die Zwei-Faktor-Authentifizierung war ausgeschaltet worden; sie ist wieder an, mit den Geräten und Wiederherstellungscodes von vorher.",
    undone_codes: "Die Wiederherstellungscodes waren ersetzt worden; die von vorher gelten wieder.",
    undone_key: "Der API-Schlüssel „{name}“ war erstellt worden; er ist widerrufen.",
};
