use crate::{Message, Plural, errors, field_errors, refusals};

pub(super) const ERRORS: errors::Sentences = errors::Sentences {
    fields: Message {
        title: "Etwas fehlt oder ist nicht richtig.",
        text: "Prüfen Sie die markierten Felder.",
    },
    credentials: Message {
        title: "E-Mail oder Passwort ist nicht richtig.",
        text: "Prüfen Sie beides und versuchen Sie es noch einmal.",
    },
    clock: "Schalten Sie die automatische Uhrzeit ein und versuchen Sie den nächsten Passcode.",
    locked: Message {
        title: "Zu viele falsche Passcodes.",
        text: "Solange Sie warten, werden keine Passcodes geprüft. Ein Wiederherstellungscode funktioniert weiterhin.",
    },
    locked_now: "Solange Sie warten, werden keine Passcodes geprüft. Beginnen Sie danach wieder mit Ihrem Passwort.",
    is_recovery_code: Message {
        title: "Das sieht nach einem Wiederherstellungscode aus.",
        text: "Er wurde nicht verwendet. Für ihn gibt es eine eigene Seite.",
    },
    recovery_locked: Message {
        title: "Zu viele falsche Wiederherstellungscodes.",
        text: "Solange Sie warten, werden keine Wiederherstellungscodes geprüft. Ein Passcode funktioniert weiterhin.",
    },
    passcode_tries: "Danach müssen Sie warten. Wenn Passcodes immer wieder falsch sind, schalten Sie auf Ihrem Telefon die automatische Uhrzeit ein.",
    recovery_tries: "Danach müssen Sie warten. Jeder Wiederherstellungscode gilt nur einmal: Versuchen Sie einen anderen.",
    before_used: Message {
        title: "Dieser Passcode kommt vor einem, der schon verwendet wurde.",
        text: "Die Uhr des Servers ging eine Weile vor. Verwenden Sie einen Passcode eines anderen Geräts oder einen Wiederherstellungscode, oder versuchen Sie es später noch einmal.",
    },
    stopped: Message {
        title: "Ihre Passcodes sind gesperrt.",
        text: "Es waren 100 falsche. Melden Sie sich mit einem Wiederherstellungscode an, um sie wieder freizugeben.",
    },
    too_many: Message {
        title: "Zu viele Versuche.",
        text: "Solange Sie warten, wird nichts geprüft.",
    },
    mailed: Message {
        title: "Die letzte Nachricht ist weniger als eine Minute alt.",
        text: "Sie wird gleich eintreffen.",
    },
    challenge: Message {
        title: "Diese Anmeldung ist abgelaufen.",
        text: "Sie gilt 10 Minuten und für 5 Versuche. Beginnen Sie wieder mit Ihrem Passwort.",
    },
    cookie: Message {
        title: "Ihr Browser hat unser Cookie nicht behalten.",
        text: "Ohne dieses Cookie bleibt niemand angemeldet. Erlauben Sie Cookies für diese Website und melden Sie sich dann neu an.",
    },
    link: Message {
        title: "Dieser Link ist nicht mehr gültig.",
        text: "Er wurde verwendet, ist abgelaufen oder wurde durch einen neueren ersetzt. Lassen Sie ihn noch einmal senden.",
    },
    set_up_link: "Er wurde verwendet oder ist abgelaufen. Gibt es schon einen Inhaber, melden Sie sich an; wenn nicht, starten Sie den Dienst neu, um einen neuen Link zu erhalten.",
    pending: Message {
        title: "Die Zeit, dieses Gerät zu bestätigen, ist abgelaufen.",
        text: "Ein QR-Code gilt 15 Minuten. Fügen Sie das Gerät noch einmal hinzu.",
    },
    ten_devices: Message {
        title: "Sie haben zehn Geräte.",
        text: "Mehr sind nicht möglich. Entfernen Sie eines, das Sie nicht mehr verwenden.",
    },
    two_factor_off: Message {
        title: "Die Zwei-Faktor-Authentifizierung ist ausgeschaltet.",
        text: "Jemand hat sie ausgeschaltet, vielleicht Sie selbst in einem anderen Browser. Hier ist nichts mehr zu tun.",
    },
    email_taken: Message {
        title: "Diese E-Mail-Adresse gehört bereits einem Mitglied.",
        text: "Melden Sie sich damit an oder wählen Sie eine andere Adresse.",
    },
    recent_repair_title: "Sie haben vor weniger als einem Tag einen Wiederherstellungscode verwendet.",
    conflict: Message {
        title: "Das hat sich inzwischen geändert.",
        text: "Jemand war schneller, vielleicht Sie selbst in einem anderen Browser. Sehen Sie nach und wiederholen Sie es dann.",
    },
    gone: Message {
        title: "Das gibt es nicht mehr.",
        text: "Es wurde entfernt oder beendet, vielleicht von Ihnen in einem anderen Browser.",
    },
    step_up: Message {
        title: "Bitte bestätigen Sie, dass Sie es sind.",
        text: "Dafür brauchen Sie Ihr Passwort und, bei eingeschalteter Zwei-Faktor-Authentifizierung, einen Passcode.",
    },
    repair: Message {
        title: "Nicht mit einem Wiederherstellungscode.",
        text: "Sie haben sich mit einem Wiederherstellungscode angemeldet. Richten Sie ein Gerät ein und melden Sie sich dann mit dessen Passcode an.",
    },
    frozen: Message {
        title: "Dieses Konto ist eingefroren.",
        text: "Niemand kann sich anmelden. Die E-Mail, die das meldet, hat den Link, der es beendet.",
    },
    closed_title: "Dieses Konto ist geschlossen.",
    closed: "Es wurde am {at} geschlossen und wird am {until} gelöscht. Ein Eigentümer kann es mit dem Link in der E-Mail behalten, die das meldet; „Passwort vergessen?“ schickt sie noch einmal.",
    sign_in_only: Message {
        title: "Nicht mit dem Gerät eines Kollegen.",
        text: "Sie haben sich mit einem Gerät angemeldet, das nur bei Anwendungen anmelden darf. Fragen Sie das Mitglied, dessen Anmeldung es ist.",
    },
    busy: Message {
        title: "Im Moment ausgelastet.",
        text: "Es wurde nichts geändert. Versuchen Sie es in ein paar Sekunden noch einmal.",
    },
    internal: Message {
        title: "Das hat nicht geklappt. Der Fehler liegt bei uns.",
        text: "Es wurde nichts nur halb erledigt. Versuchen Sie es noch einmal; bleibt es dabei, melden Sie es dem Betreiber dieses Dienstes.",
    },
    offline: Message {
        title: "Der Dienst ist nicht erreichbar.",
        text: "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    },
    try_again: "Noch einmal versuchen",
    tries_left: Plural {
        one: "Noch {count} Versuch.",
        other: "Noch {count} Versuche.",
    },
    clock_slow: Plural {
        one: "Die Uhr Ihres Telefons geht etwa {count} Minute nach.",
        other: "Die Uhr Ihres Telefons geht etwa {count} Minuten nach.",
    },
    clock_fast: Plural {
        one: "Die Uhr Ihres Telefons geht etwa {count} Minute vor.",
        other: "Die Uhr Ihres Telefons geht etwa {count} Minuten vor.",
    },
    recent_repair: "Bis {time} ist dafür ein Passcode von einem Gerät nötig, das Sie schon vorher hatten: Melden Sie sich ab und mit einem solchen Passcode wieder an.",
};

pub(super) const FIELD_ERRORS: field_errors::Sentences = field_errors::Sentences {
    required: "Bitte füllen Sie dieses Feld aus.",
    email: "Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.",
    name: "Ein Name hat 1 bis 64 Zeichen.",
    name_hidden: "Dieser Name enthält ein unsichtbares Zeichen. Löschen Sie es oder tippen Sie den Namen von Hand ein.",
    device_name: "Ein Gerätename hat 1 bis 64 Zeichen.",
    device_name_taken: "Sie haben bereits ein Gerät mit diesem Namen. Wählen Sie einen anderen.",
    password_short: "Verwenden Sie mindestens 8 Zeichen.",
    password_long: "Verwenden Sie höchstens 256 Zeichen.",
    password_common: "Zu leicht zu erraten: Viele verwenden es, oder es besteht aus Ihrem Namen oder Ihrer Adresse. Wählen Sie ein anderes.",
    password_wrong: "Dieses Passwort ist nicht richtig.",
    passcode_shape: "Ein Passcode hat sechs Ziffern.",
    passcode_is_recovery: "Das sieht nach einem Wiederherstellungscode aus. Ein Passcode hat sechs Ziffern.",
    passcode_wrong: "Dieser Passcode ist nicht richtig. Versuchen Sie den nächsten, den Ihre App anzeigt.",
    passcode_wrong_last: "Auch dieser Passcode war nicht richtig.",
    recovery_shape: "Ein Wiederherstellungscode besteht aus vier Gruppen mit je fünf Buchstaben und Ziffern.",
    recovery_wrong: "Dieser Wiederherstellungscode ist nicht richtig oder wurde bereits verwendet.",
};

pub(super) const REFUSALS: refusals::Sentences = refusals::Sentences {
    go_home: "Zur Startseite",
    not_found: Message {
        title: "Seite nicht gefunden",
        text: "Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.",
    },
    forbidden: Message {
        title: "Das ist nicht erlaubt",
        text: "Die Anfrage kam nicht von einer Seite dieses Dienstes, oder Ihre Sitzung darf das nicht. Es wurde nichts geändert.",
    },
    internal: Message {
        title: "Das hat nicht geklappt",
        text: "Der Fehler liegt bei uns, und es wurde nichts nur halb erledigt. Versuchen Sie es noch einmal; bleibt es dabei, melden Sie es dem Betreiber dieses Dienstes.",
    },
    timed_out: Message {
        title: "Das hat zu lange gedauert",
        text: "Vielleicht wurde es trotzdem erledigt: Sehen Sie nach, bevor Sie es wiederholen.",
    },
    unavailable: Message {
        title: "Im Moment ausgelastet",
        text: "Es wurde nichts geändert. Versuchen Sie es in ein paar Sekunden noch einmal.",
    },
    not_understood: Message {
        title: "Nicht verstanden",
        text: "Die Anfrage wurde nicht verstanden. Es wurde nichts geändert.",
    },
};
