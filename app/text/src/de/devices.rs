use crate::{Counted, Message, new_device, removal, remove, replacement, scan, switch_off, trial, two_factor};

pub(super) const TWO_FACTOR: two_factor::Sentences = two_factor::Sentences {
    title: "Zwei-Faktor-Authentifizierung",
    lead_on: "Zum Anmelden brauchen Sie Ihr Passwort und einen Passcode von einem dieser Geräte.",
    lead_off: "Fügen Sie Ihr Telefon hinzu: Zum Anmelden brauchen Sie dann Ihr Passwort und einen Passcode von ihm.",
    add: "Gerät hinzufügen",
    devices: "Geräte",
    no_device: Message {
        title: "Die Zwei-Faktor-Authentifizierung ist eingeschaltet, aber Sie haben kein nutzbares Gerät.",
        text: "Nur ein Wiederherstellungscode öffnet jetzt Ihr Konto. Fügen Sie ein Gerät hinzu.",
    },
    empty: Message {
        title: "Noch keine Geräte",
        text: "Ein Gerät ist eine Authenticator-App auf einem Telefon. Es zeigt einen Passcode, den sonst niemand hat; ein gestohlenes Passwort allein reicht nicht.",
    },
    never_used: "Noch nicht verwendet",
    confirmed: "Bestätigt",
    pending: "Ausstehend",
    ended: "Beendet",
    colleague: "Gerät eines Kollegen hinzufügen",
    go_on: "Fortfahren",
    elsewhere: "Wird in einem anderen Browser eingerichtet",
    discard: "Verwerfen",
    rename: "Umbenennen",
    new_name: "Neuer Name",
    remove: "Entfernen",
    lost: "Telefon verloren",
    replace: "Neues Telefon",
    try_title: "Gerät ausprobieren",
    most: "Höchstens zehn Geräte.",
    switch_off: "Zwei-Faktor-Authentifizierung ausschalten",
    proved_set_up: "zum Einrichten",
    proved_sign_in: "zum Anmelden",
    proved_step_up: "zum Bestätigen einer Änderung",
    proved_token: "für ein Programm",
    proved_try: "zum Ausprobieren",
    repair_help: "Ist eines davon verloren? Öffnen Sie sein Menü und wählen Sie „Telefon verloren“.",
    on_since: "Die Zwei-Faktor-Authentifizierung ist seit dem {date} eingeschaltet.",
    more: "Mehr zu {device}",
    added: "{device} ist bestätigt.",
    added_at: "Hinzugefügt: {time}",
    last_used: "Zuletzt verwendet: {time}",
    expires: "läuft {time} ab",
};

pub(super) const NEW_DEVICE: new_device::Sentences = new_device::Sentences {
    title: "Gerät hinzufügen",
    lead: "Das dauert etwa eine Minute. Halten Sie das Telefon bereit.",
    app_title: "Installieren Sie zuerst eine Authenticator-App",
    app_help: Message {
        title: "Welche App brauche ich?",
        text: "Google Authenticator ist kostenlos. Jede andere Standard-App (TOTP) eignet sich ebenso: Microsoft Authenticator, 1Password, Bitwarden, Aegis, FreeOTP.",
    },
    app_google: "Google Authenticator, kostenlos für Android und iPhone:",
    app_other: "Jede andere Standard-App (TOTP) eignet sich ebenso.",
    play_store: "Play Store",
    app_store: "App Store",
    name: "Gerätename",
    name_hint: "Damit Sie es in der Liste erkennen: Mein Telefon, Altes Pixel.",
    password_hint: "Das Passwort Ihres Kontos, damit sicher ist, dass Sie es sind.",
    passcode_hint: "Von einem Gerät, das Sie bereits haben.",
    button: "Hinzufügen",
    step_name: "Benennen",
    step_scan: "Scannen",
    step_confirm: "Bestätigen",
};

pub(super) const SCAN: scan::Sentences = scan::Sentences {
    title: "QR-Code scannen",
    open_app: "Authenticator-App öffnen",
    or_other_phone: "oder mit einem anderen Telefon scannen",
    cannot_scan: "Scannen nicht möglich?",
    key_hint: "Geben Sie diesen Schlüssel von Hand in die App ein und wählen Sie „zeitbasiert“.",
    button: "Bestätigen",
    start_again: "Neu beginnen",
    elsewhere: Message {
        title: "Dieses Gerät wird in einem anderen Browser eingerichtet.",
        text: "Sein QR-Code wird nur dort gezeigt. Sie können es hier verwerfen und neu beginnen.",
    },
    gone: Message {
        title: "Dieser QR-Code ist abgelaufen",
        text: "Sein Gerät ist schon bestätigt, die 15 Minuten dafür sind vorbei, oder das Gerät, das es ersetzen sollte, gibt es nicht mehr. Sehen Sie Ihre Geräte an oder fügen Sie eines neu hinzu.",
    },
    lead: "Wählen Sie in Ihrer Authenticator-App + und dann „QR-Code scannen“. „{device}“ erscheint dort.",
    passcode_hint: "Die sechs Ziffern, die die App für {product} anzeigt. Sie ändern sich alle 30 Sekunden.",
    qr_label: "QR-Code für {device}. Statt ihn zu scannen, können Sie den Schlüssel daneben eingeben.",
    elsewhere_lead: "„{device}“ wartet auf den ersten Passcode.",
    shown_only_here: "Diese Seite wird nur in diesem Browser gezeigt und läuft {time} ab. Ihr Konto bleibt unverändert, bis der Passcode richtig ist.",
    expires: "Er läuft {time} ab.",
};

pub(super) const REMOVE: remove::Sentences = remove::Sentences {
    title: "Gerät entfernen",
    last: Message {
        title: "Das ist Ihr letztes Gerät.",
        text: "Wenn Sie es entfernen, wird die Zwei-Faktor-Authentifizierung ausgeschaltet: Ihr Passwort allein öffnet dann Ihr Konto.",
    },
};

pub(super) const REMOVAL: removal::Sentences = removal::Sentences {
    lost_title: "Telefon verloren",
    button: "Gerät entfernen",
    lost_button: "Überall entfernen",
    lost_last: Message {
        title: "Es ist Ihr einziges Gerät. Die Zwei-Faktor-Authentifizierung bleibt eingeschaltet.",
        text: "Fügen Sie danach ein neues hinzu: Bis dahin öffnet nur ein Wiederherstellungscode Ihr Konto.",
    },
    passcode_hint: "Von einem Gerät, das Sie noch haben.",
    no_passcode: "Kein Gerät für einen Passcode? Melden Sie sich ab und dann mit einem Wiederherstellungscode an: Damit können Sie das verlorene Telefon entfernen.",
    lost_instead: "Ist das Telefon verloren? Dann kann die Zwei-Faktor-Authentifizierung eingeschaltet bleiben:",
    last_button: "Ausschalten",
    pending: "Dieses Gerät wurde nie bestätigt. Es kann nur verworfen werden.",
    lost_own: Counted {
        none: "Sie werden sofort abgemeldet, und nur ein Wiederherstellungscode lässt Sie wieder hinein, um ein neues hinzuzufügen. Sie haben keinen mehr: Erstellen Sie zuerst neue.",
        one: "Sie werden sofort abgemeldet, und nur ein Wiederherstellungscode lässt Sie wieder hinein, um ein neues hinzuzufügen. Sie haben noch {count}.",
        other: "Sie werden sofort abgemeldet, und nur ein Wiederherstellungscode lässt Sie wieder hinein, um ein neues hinzuzufügen. Sie haben noch {count}.",
    },
    lead: "Passcodes von {device} gelten dann nicht mehr. Die damit geöffneten Sitzungen enden.",
    lost_lead: "{device} und die damit geöffneten Sitzungen enden sofort. Die Zwei-Faktor-Authentifizierung bleibt eingeschaltet.",
};

pub(super) const REPLACEMENT: replacement::Sentences = replacement::Sentences {
    then: "Danach gelten die Passcodes des alten Telefons nicht mehr, die damit geöffneten Sitzungen enden, und kein Browser ist mehr vertraut. Die Zwei-Faktor-Authentifizierung bleibt eingeschaltet.",
    passcode_hint: "Vom alten Telefon oder von einem anderen Gerät, das Sie haben.",
    no_passcode: "Kein Gerät für einen Passcode? Melden Sie sich ab und dann mit einem Wiederherstellungscode an: Damit können Sie das verlorene Telefon durch ein neues ersetzen.",
    button: "Weiter",
    waits: "Ein neues Telefon ersetzt das alte, sobald sein erster Passcode richtig ist. Bis dahin funktioniert das alte.",
    lead: "Das neue Telefon ersetzt {device} und bekommt dessen Namen. Das alte funktioniert, bis der erste Passcode des neuen richtig ist.",
    scan: "Mit dem richtigen Passcode ersetzt das neue Telefon {device}, und das alte wird entfernt.",
};

pub(super) const TRIAL: trial::Sentences = trial::Sentences {
    unused: "Seit 28 Tagen nicht verwendet.",
    try_it: "Geben Sie einen seiner Passcodes ein, um zu prüfen, ob es noch funktioniert.",
    passcode_hint: "Von genau diesem Gerät.",
    button: "Prüfen",
    lead: "Geben Sie den Passcode ein, den {device} gerade anzeigt. Sonst geschieht nichts; die Liste sagt danach, dass es funktioniert.",
};

pub(super) const SWITCH_OFF: switch_off::Sentences = switch_off::Sentences {
    lead: "Ihr Passwort allein öffnet dann Ihr Konto. Alle Ihre Geräte und Wiederherstellungscodes werden entfernt, und alle anderen Sitzungen enden.",
    passcode_hint: "Ein letztes Mal.",
    button: "Ausschalten",
    keep: "Eingeschaltet lassen",
    off_already: "Die Zwei-Faktor-Authentifizierung ist bereits ausgeschaltet.",
    back: "Zwei-Faktor-Authentifizierung",
};
