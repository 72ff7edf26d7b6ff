use crate::{Counted, Message, Plural, activity, event_kinds, refused};

pub(super) const ACTIVITY: activity::Sentences = activity::Sentences {
    lead: "Was in Ihrem Namen getan und was abgelehnt wurde, und von wo.",
    lead_all: "Was in diesem Konto getan und was abgelehnt wurde, und von wo.",
    chart_title: "Die letzten 30 Tage",
    chart_summary: "{sign_ins}, {refusals}. Die Tage beginnen um Mitternacht UTC.",
    sign_ins: Counted {
        none: "Keine Anmeldungen",
        one: "Eine Anmeldung",
        other: "{count} Anmeldungen",
    },
    refusals: Counted {
        none: "keine Ablehnungen",
        one: "eine Ablehnung",
        other: "{count} Ablehnungen",
    },
    was_refused: "Abgelehnt",
    device_named: "„{device}“",
    as_table: "Als Tabelle zeigen",
    day: "Tag",
    signed_in: "Anmeldungen",
    refused_times: "Ablehnungen",
    filter: "Filter",
    kind: "Was",
    any_kind: "Alles",
    outcome: "Ergebnis",
    any_outcome: "Getan und abgelehnt",
    done: "Nur was getan wurde",
    refused: "Nur Ablehnungen",
    device: "Gerät",
    any_device: "Jedes Gerät",
    removed_device: "Ein entferntes Gerät",
    since: "Von (UTC)",
    until: "Bis (UTC)",
    not_a_date: "Das ist kein Datum. Schreiben Sie es so: 2026-05-31.",
    one_session: "Nur diese Sitzung",
    apply: "Anwenden",
    all: "Alles zeigen",
    what: "Was",
    from: "Von wo",
    when: "Wann",
    list: "Ereignisse, die neuesten zuerst",
    with_device: "mit „{device}“",
    refused_because: "{what} abgelehnt: {reason}",
    times: Plural {
        one: "einmal",
        other: "{count}-mal",
    },
    last_time: "zuletzt {at}",
    this_session: "Alles aus dieser Sitzung",
    older: "Ältere",
    newest: "Neueste",
    empty: Message {
        title: "Noch nichts",
        text: "Was in diesem Konto getan wird, erscheint von jetzt an hier.",
    },
    no_match: Message {
        title: "Nichts passt dazu",
        text: "Wählen Sie im Filter weniger aus, oder zeigen Sie alles.",
    },
    csv: "CSV",
    json: "JSON",
    export: "Ausgeben, was der Filter zeigt:",
    export_hint: "Ereignisse werden {days} Tage aufbewahrt.",
};

/// A choice of the filter, and the event as a sentence.
const fn kind(title: &'static str, text: &'static str) -> Message {
    Message { title, text }
}

pub(super) const EVENT_KINDS: event_kinds::Sentences = event_kinds::Sentences {
    password: kind(
        "Passwort",
        "Das richtige Passwort eingegeben; ein zweiter Faktor wurde verlangt",
    ),
    sign_in: kind("Anmeldung", "Angemeldet"),
    repair: kind(
        "Anmeldung mit Wiederherstellungscode",
        "Mit einem Wiederherstellungscode angemeldet",
    ),
    sign_out: kind("Abmeldung", "Abgemeldet"),
    step_up: kind("Erneuter Nachweis", "Die Identität erneut nachgewiesen"),
    joined: kind("Neues Mitglied", "Mitglied geworden"),
    read: kind("Öffnen einer Seite", "Eine Seite geöffnet"),
    device_added: kind("Neues Gerät", "Begonnen, ein Gerät einzurichten"),
    device_confirmed: kind("Gerätebestätigung", "Ein Gerät bestätigt"),
    device_discarded: kind("Verwerfen eines Geräts", "Ein nicht eingerichtetes Gerät verworfen"),
    device_renamed: kind("Umbenennen eines Geräts", "Ein Gerät umbenannt"),
    device_removed: kind("Entfernen eines Geräts", "Ein Gerät entfernt"),
    two_factor_on: kind(
        "Einschalten von Zwei-Faktor",
        "Zwei-Faktor-Authentifizierung eingeschaltet",
    ),
    two_factor_off: kind(
        "Ausschalten von Zwei-Faktor",
        "Zwei-Faktor-Authentifizierung ausgeschaltet",
    ),
    codes_made: kind("Neue Wiederherstellungscodes", "Neue Wiederherstellungscodes erhalten"),
    codes_saved: kind(
        "Sichern der Wiederherstellungscodes",
        "Die Wiederherstellungscodes gesichert",
    ),
    password_changed: kind("Passwortänderung", "Das Passwort geändert"),
    name_changed: kind("Namensänderung", "Den Namen geändert"),
    language_chosen: kind("Sprache", "Eine Sprache gewählt"),
    reminder_hidden: kind("„Jetzt nicht“", "Zwei-Faktor-Authentifizierung aufgeschoben"),
    activity_exported: kind("Ausgabe", "Die Aktivität ausgegeben"),
};

pub(super) const REFUSED: refused::Sentences = refused::Sentences {
    wrong_password: "falsches Passwort",
    wrong_code: "falscher Code",
    used_code: "der Code wurde schon benutzt",
    too_many_tries: "zu viele Versuche",
    stopped: "Passcodes sind gesperrt",
    not_stepped_up: "Passwort und zweiter Faktor wurden nicht erneut nachgewiesen",
    repair_session: "nicht nach einer Anmeldung mit Wiederherstellungscode",
    recent_repair: "zu bald nach einer Anmeldung mit Wiederherstellungscode",
    other_browser: "es gehört zu einem anderen Browser",
    not_found: "gibt es nicht",
};
