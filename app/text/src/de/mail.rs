use crate::{Counted, Plural, mail};

pub(super) const MAIL: mail::Sentences = mail::Sentences {
    confirm_subject: "Bestätigen Sie Ihre E-Mail-Adresse für {product}",
    confirm: "\
        Um die Registrierung bei {product} abzuschließen, öffnen Sie diesen Link und\n\
        geben Sie Ihr Passwort noch einmal ein:\n\
        \n\
        {link}\n\
        \n\
        Der Link gilt einmal und 24 Stunden lang. Wenn Sie sich nicht registriert haben,\n\
        ignorieren Sie diese Mail: Ohne Ihre Bestätigung geschieht nichts.",
    member_subject: "Sie haben bereits ein Konto bei {product}",
    member: "\
        Jemand, wahrscheinlich Sie, hat am {at} versucht, sich bei {product}\n\
        mit dieser Adresse zu registrieren, für die es bereits ein Konto gibt. Melden Sie sich\n\
        mit dem Passwort an, das Sie gewählt haben:\n\
        \n\
        {origin}/sign-in\n\
        \n\
        Waren Sie es nicht, müssen Sie nichts tun: Ihr Konto ist unverändert.",
    locked_subject: "Jemand kennt das Passwort Ihres Kontos bei {product}",
    locked: "\
        Ihr Passwort wurde richtig eingegeben, der Passcode oder\n\
        Wiederherstellungscode danach aber mehrmals falsch,\n\
        zuletzt am {at}.\n\
        Dieser Versuch kam von der Adresse {address}.\n\
        \n\
        Waren Sie es, versuchen Sie den nächsten Passcode Ihrer App.\n\
        Waren Sie es nicht, kennt jemand Ihr Passwort: Ihr zweiter Faktor hat den Zugang\n\
        verhindert. Melden Sie sich an und ändern Sie das Passwort jetzt:\n\
        \n\
        {origin}/profile",
    device_added_subject: "Ihrem Konto bei {product} wurde ein Gerät hinzugefügt",
    device_added: "\
        Ihrem Konto wurde am {at} das Gerät\n\
        „{device}“ hinzugefügt. Es zeigt ab jetzt Passcodes für Ihre Anmeldung an.",
    colleague_added_subject: "Ihrem Konto bei {product} wurde das Gerät eines Kollegen hinzugefügt",
    colleague_added: "\
        Ihrem Konto wurde am {at} das Gerät\n\
        „{device}“ hinzugefügt. {holder} ({email}) hat es und meldet sich\n\
        mit seinen Passcodes und Ihrem Passwort als Sie an.\n\
        {may}",
    colleague_changes_security: "Es darf die Sicherheit ändern: Geräte, Passwort, API-Schlüssel.",
    colleague_signs_in_only: "Sonst kann es nichts.",
    enrolment_link_subject: "{member} teilt eine Anmeldung bei {product} mit Ihnen",
    enrolment_link: "\
        {member} ({email}) lässt Sie sich bei {product} mit Ihrem\n\
        eigenen Telefon anmelden. Richten Sie es mit diesem Link ein; er gilt einmal, 24 Stunden lang:\n\
        \n\
        {link}\n\
        \n\
        Wenn Sie diese Person nicht kennen, beachten Sie diese E-Mail nicht: Ohne Sie geschieht nichts.",
    enrolment_code_subject: "Ihr Code für {product}",
    enrolment_code: "\
        Um Ihr Gerät für die Anmeldung von {member} einzurichten, geben Sie diesen\n\
        Code auf der Seite ein, die danach gefragt hat. Er gilt zehn Minuten:\n\
        \n\
        {code}\n\
        \n\
        Sagen Sie ihn niemandem. {product} fragt nie am Telefon oder per E-Mail danach.",
    device_waits_subject: "{holder} wartet bei {product} auf Ihre Freigabe",
    device_waits: "\
        {holder} hat am {at} das Gerät\n\
        „{device}“ für Ihre Anmeldung eingerichtet. Es gilt erst, wenn Sie es freigeben.\n\
        Vergleichen Sie die zwei Wörter, die beide Bildschirme zeigen:\n\
        \n\
        {link}\n\
        \n\
        Waren Sie das nicht? Verwerfen Sie das Gerät auf derselben Seite.",
    device_removed_subject: "Aus Ihrem Konto bei {product} wurde ein Gerät entfernt",
    device_removed: "\
        Aus Ihrem Konto wurde am {at} das Gerät\n\
        „{device}“ entfernt. Seine Passcodes werden nicht mehr angenommen.",
    device_replaced_subject: "Ein Gerät Ihres Kontos bei {product} wurde ersetzt",
    device_replaced: "\
        Ihr Gerät „{device}“ wurde am {at}\n\
        durch ein neues ersetzt. Ab jetzt zeigt das neue Passcodes für Ihre\n\
        Anmeldung an. Die des alten werden nicht mehr angenommen.",
    two_factor_on_subject: "Zwei-Faktor-Authentifizierung für Ihr Konto bei {product} eingeschaltet",
    two_factor_on: "\
        Die Zwei-Faktor-Authentifizierung wurde für Ihr Konto am\n\
        {at} eingeschaltet. Zum Anmelden brauchen Sie ab jetzt Ihr\n\
        Passwort und einen Passcode.",
    two_factor_off_subject: "Zwei-Faktor-Authentifizierung für Ihr Konto bei {product} ausgeschaltet",
    two_factor_off: "\
        Die Zwei-Faktor-Authentifizierung wurde für Ihr Konto am\n\
        {at} ausgeschaltet. Ab jetzt genügt Ihr Passwort zum Anmelden.",
    code_used_subject: "Für Ihr Konto bei {product} wurde ein Wiederherstellungscode verwendet",
    code_used: "\
        Mit einem Wiederherstellungscode hat sich am {at}\n\
        jemand bei Ihrem Konto angemeldet. {left}",
    codes_left: Counted {
        none: "Es ist kein Wiederherstellungscode mehr übrig.",
        one: "Es ist noch ein Wiederherstellungscode übrig.",
        other: "Es sind noch {count} Wiederherstellungscodes übrig.",
    },
    codes_replaced_subject: "Neue Wiederherstellungscodes für Ihr Konto bei {product}",
    codes_replaced: "\
        Für Ihr Konto wurden am {at} neue Wiederherstellungscodes\n\
        erstellt. Die alten sind nicht mehr gültig.",
    unknown_browser_subject: "Neue Anmeldung bei Ihrem Konto bei {product}",
    unknown_browser: "\
        Bei Ihrem Konto gab es eine Anmeldung aus einem Browser, den es noch nicht kannte:\n\
        \n\
        \x20   Browser: {agent}\n\
        \x20   Adresse: {address}\n\
        \x20   Zeit:    {at}",
    forgot_subject: "Wählen Sie ein neues Passwort für {product}",
    forgot: "\
        Jemand, wahrscheinlich Sie, hat bei {product} ein neues Passwort angefordert.\n\
        Öffnen Sie diesen Link, um es zu wählen:\n\
        \n\
        {link}\n\
        \n\
        Der Link gilt einmal und 30 Minuten lang. Die Zwei-Faktor-Authentifizierung bleibt,\n\
        wie sie ist. Waren Sie es nicht, ignorieren Sie diese Mail: Das Passwort bleibt\n\
        unverändert.",
    password_reset_subject: "Ihr Passwort bei {product} wurde neu gesetzt",
    password_reset: "\
        Für Ihr Konto wurde am {at} ein neues Passwort gesetzt, mit einem\n\
        Link, der an diese Adresse ging. Alle Sitzungen sind beendet, und keinem Browser wird\n\
        mehr vertraut.",
    new_email_subject: "Bestätigen Sie Ihre neue E-Mail-Adresse für {product}",
    new_email: "\
        Um diese Adresse für Ihr Konto bei {product} zu verwenden, öffnen Sie diesen\n\
        Link und geben Sie Ihr Passwort ein:\n\
        \n\
        {link}\n\
        \n\
        Der Link gilt einmal und 24 Stunden lang. Haben Sie nicht darum gebeten, ignorieren\n\
        Sie diese Mail: Ohne das Passwort geschieht nichts.",
    email_taken_subject: "Ihr Konto bei {product} hat diese Adresse schon",
    email_taken: "\
        Ein Mitglied von {product}, vielleicht Sie in einem anderen Konto, hat am\n\
        {at} darum gebeten, diese Adresse zu verwenden. Sie gehört zu Ihrem\n\
        Konto, daher wurde nichts geändert. Möchten Sie sie für das andere Konto, ändern Sie\n\
        sie zuerst in diesem.",
    email_changed_subject: "Die Adresse Ihres Kontos bei {product} wurde geändert",
    email_changed: "\
        Die E-Mail-Adresse Ihres Kontos wurde am {at} geändert,\n\
        von {old} zu {new}.\n\
        Melden Sie sich ab jetzt mit der neuen an. Beide Adressen haben diese Mail bekommen.",
    trust_stolen_subject: "Ein vertrauter Browser Ihres Kontos bei {product} wurde kopiert",
    trust_stolen: "\
        Am {at} wurde Ihr Passwort richtig in einem Browser\n\
        eingegeben, der einen alten Vertrauensnachweis zeigte: {agent}, {address}.\n\
        Das geschieht nur, wenn der Nachweis kopiert wurde. Kein Browser, dem Sie damit\n\
        vertraut haben, überspringt noch den Passcode, und was er geöffnet hat, ist abgemeldet.\n\
        Wer ihn kopiert hat, kennt vielleicht Ihr Passwort.",
    password_changed_subject: "Das Passwort Ihres Kontos bei {product} wurde geändert",
    password_changed: "\
        Das Passwort Ihres Kontos wurde am {at} geändert.\n\
        Alle anderen Browser wurden abgemeldet.",
    key_made_subject: "Neuer API-Schlüssel Ihres Kontos bei {product}",
    key_made: "\
        Der API-Schlüssel „{key}“ wurde am {at}\n\
        in Ihrem Konto erstellt. Ein Programm, das ihn hat, benutzt die API in Ihrem Namen.",
    key_revoked_subject: "Ein API-Schlüssel Ihres Kontos bei {product} wurde widerrufen",
    key_revoked: "\
        {by} hat Ihren API-Schlüssel „{key}“ am\n\
        {at} widerrufen. Programme, die ihn benutzen, werden abgelehnt.",
    keys_covered_subject: "Die API-Schlüssel Ihres Kontos bei {product} brauchen jetzt einen zweiten Faktor",
    keys_covered: "\
        Zwei-Faktor-Authentifizierung wurde für Ihr Konto am\n\
        {at} eingeschaltet. Von jetzt an genügen diese API-Schlüssel allein nicht mehr:\n\
        \n\
        {keys}\
        \n\
        Programme, die sie benutzen, werden abgelehnt, bis auch sie einen zweiten Faktor\n\
        nachweisen. Geben Sie jedem Schlüssel ein Maschinengerät:\n\
        \n\
        {origin}/security/api-keys",
    every_call_covered_subject: "Ihre API-Schlüssel bei {product} brauchen jetzt einen zweiten Faktor",
    every_call_covered: "\
        {by} hat am {at}\n\
        festgelegt, dass jeder API-Aufruf Ihres Kontos einen zweiten Faktor braucht. Von jetzt\n\
        an genügen diese API-Schlüssel von Ihnen allein nicht mehr:\n\
        \n\
        {keys}\
        \n\
        Programme, die sie benutzen, werden abgelehnt, bis auch sie einen zweiten Faktor\n\
        nachweisen. Geben Sie jedem Schlüssel ein Maschinengerät:\n\
        \n\
        {origin}/security/api-keys",
    machine_added_subject: "Ein API-Schlüssel Ihres Kontos bei {product} hat ein Maschinengerät",
    machine_added: "\
        Ihr API-Schlüssel „{key}“ hat am {at}\n\
        ein Maschinengerät bekommen. Von jetzt an gelten für Programme, die diesen Schlüssel\n\
        benutzen, nur dessen Passcodes.",
    machine_removed_subject: "Das Maschinengerät eines API-Schlüssels Ihres Kontos bei {product} wurde entfernt",
    machine_removed: "\
        Das Maschinengerät Ihres API-Schlüssels „{key}“ wurde am\n\
        {at} entfernt. Für ihn gelten wieder die Passcodes Ihrer Geräte.",
    key_suspended_subject: "Ein API-Schlüssel Ihres Kontos bei {product} ist gesperrt",
    key_suspended: "\
        Mit Ihrem API-Schlüssel „{key}“ gab es 100 falsche Passcodes,\n\
        den letzten am {at} von der Adresse {address} aus.\n\
        Mit ihm wird kein Passcode mehr angenommen.\n\
        \n\
        Vielleicht geht die Uhr Ihres Programms falsch. Vielleicht hat jemand den Schlüssel:\n\
        Der zweite Faktor hat ihn aufgehalten. Widerrufen Sie den Schlüssel, und erstellen\n\
        Sie für Ihr Programm einen neuen:\n\
        \n\
        {origin}/security/api-keys",
    key_ended_subject: "Ein API-Schlüssel Ihres Kontos bei {product} wurde beendet",
    key_ended: "\
        Ihr API-Schlüssel „{key}“ wurde am {at}\n\
        von jemandem beendet, der ihn hatte, von der Adresse {address} aus.\n\
        \n\
        So macht man einen Schlüssel unschädlich, den man gefunden hat. Wahrscheinlich ist\n\
        er also bekannt geworden. Finden Sie heraus, wo er lag, und erstellen Sie für Ihr\n\
        Programm einen neuen:\n\
        \n\
        {origin}/security/api-keys",
    invited_subject: "Sie sind in ein Team bei {product} eingeladen",
    invited: "\
        „{by}“ ({email}) lädt Sie in ein Team bei\n\
        {product} ein, als {role}. Öffnen Sie diesen Link, um Name und Passwort\n\
        zu wählen:\n\
        \n\
        {link}\n\
        \n\
        Der Link gilt einmal und 24 Stunden lang. Wenn Sie nicht wissen, wer das ist,\n\
        tun Sie nichts: Ohne Ihre Zustimmung geschieht nichts.",
    invited_elsewhere_subject: "Sie wurden in ein Team bei {product} eingeladen",
    invited_elsewhere: "\
        „{by}“ hat diese Adresse am {at}\n\
        in ein Team bei {product} eingeladen. Sie gehört schon zu einem Konto, und eine\n\
        Adresse gehört nur zu einem Konto. Bitten Sie um eine Einladung an eine andere\n\
        Adresse, oder verlassen Sie zuerst Ihr Team.",
    member_joined_subject: "{name} ist Ihrem Team bei {product} beigetreten",
    member_joined: "\
        {name} ({email}) hat Ihre Einladung am\n\
        {at} angenommen und ist jetzt Mitglied des Teams.",
    role_changed_subject: "Ihre Rolle in Ihrem Team bei {product} wurde geändert",
    role_changed: "\
        {by} hat am {at} Ihre Rolle geändert.\n\
        Sie sind jetzt {role}. Alle Ihre Browser wurden abgemeldet.",
    role_owner: "Inhaber",
    role_admin: "Administrator",
    role_member: "Mitglied",
    member_removed_subject: "Sie wurden aus Ihrem Team bei {product} entfernt",
    member_removed: "\
        {by} hat Sie am {at} aus dem Team entfernt.\n\
        Sie können sich nicht mehr anmelden, und Ihre Geräte gelten nicht mehr.",
    member_left_subject: "Sie haben Ihr Team bei {product} verlassen",
    member_left: "\
        Sie haben das Team am {at} verlassen. Sie können sich nicht\n\
        mehr anmelden; Ihre Geräte und API-Schlüssel gelten nicht mehr.",
    reminder_subject: "Bitte schützen Sie Ihr Konto bei {product}",
    reminder: "\
        {by} bittet Sie, Zwei-Faktor-Authentifizierung einzurichten: Dann kommt niemand mit\n\
        Ihrem Passwort allein hinein. Es dauert zwei Minuten und braucht Ihr Telefon:\n\
        \n\
        {origin}/security/two-factor/new",
    reset_started_subject: "Das Zurücksetzen Ihres zweiten Faktors bei {product} hat begonnen",
    reset_started: "\
        {who} hat das Zurücksetzen Ihres zweiten Faktors begonnen.\n\
        Grund: {reason}\n\
        \n\
        Nach der Wartezeit, ab\n\
        {date},\n\
        kann ein Wiederherstellungscode für Sie gelesen werden. Er gilt nur mit Ihrem Passwort.\n\
        Haben Sie darum gebeten, warten Sie, bis Ihnen der Code persönlich übergeben wird.\n\
        Haben Sie nicht darum gebeten, halten Sie es auf:\n\
        \n\
        {link}",
    reset_by: "{name}",
    reset_by_operator: "Wer diesen Dienst betreibt,",
    reset_read_subject: "Ein Wiederherstellungscode für Sie bei {product} wurde gelesen",
    reset_read: "\
        {who} hat den Wiederherstellungscode gelesen, mit dem\n\
        Ihr zweiter Faktor zurückgesetzt wird: {at}.\n\
        Er gilt einmal, 24 Stunden lang und nur mit Ihrem Passwort.\n\
        Haben Sie nicht darum gebeten, melden Sie sich an und erstellen Sie neue\n\
        Wiederherstellungscodes, das beendet ihn:\n\
        \n\
        {origin}/security/recovery-codes",
    reset_stopped_subject: "Ein Zurücksetzen bei {product} wurde aufgehalten",
    reset_stopped: "\
        {member} hat das Zurücksetzen des eigenen zweiten Faktors\n\
        aufgehalten, das Sie begonnen haben: {at}. Es gibt keinen Code.",
    sessions_ended_subject: "Sie wurden bei {product} abgemeldet",
    sessions_ended: "\
        {who} hat alle Ihre Sitzungen beendet: {at}.\n\
        Anmeldungen, die auf einen zweiten Faktor warteten, sind beendet, und Browser,\n\
        denen Sie vertrauten, fragen wieder nach einem Passcode. Anmelden können Sie sich\n\
        wie zuvor:\n\
        \n\
        {origin}/sign-in",
    policy_changed_subject: "Ihr Team bei {product} hat neue Regeln",
    policy_changed: "\
        {by} hat die Regeln Ihres Teams geändert: {at}.\n\
        {what}\n\
        Was Sie haben und wo Sie es einrichten:\n\
        \n\
        {origin}/security",
    policy_due: "\
        \n\
        Zwei-Faktor-Authentifizierung wird von Ihnen verlangt ab:\n\
        {date}.\n\
        Richten Sie vorher ein Gerät ein. Von da an können Sie, bis Sie eines haben,\n\
        nichts anderes tun, und Ihre API-Schlüssel brauchen einen Passcode.\n",
    policy_keys: "\
        \n\
        Diese Ihrer API-Schlüssel enden früher als bisher:\n\
        \n\
        {keys}",
    two_factor_due_subject: "Bitte schützen Sie Ihr Konto bei {product} rechtzeitig",
    two_factor_due: "\
        Ihr Team verlangt von Ihnen Zwei-Faktor-Authentifizierung ab:\n\
        {date}.\n\
        Das dauert zwei Minuten und braucht Ihr Telefon. Von da an können Sie, bis Sie ein\n\
        Gerät haben, nichts anderes tun:\n\
        \n\
        {origin}/security/two-factor/new",
    mailbox_code_subject: "Ihr Code für {product}",
    mailbox_code: "\
        Mit diesem Code weisen Sie Ihr Postfach nach, bevor Sie bei {product}\n\
        ein Gerät einrichten:\n\
        \n\
        \x20   {code}\n\
        \n\
        Er gilt 10 Minuten. Haben Sie ihn nicht angefordert, kennt eine andere Person Ihr\n\
        Passwort: Melden Sie sich an und ändern Sie es.",
    approval_subject: "{product}: ein Programm bittet um Freigabe von {action}",
    approval: "\
        Ein Programm bittet Sie um Freigabe:\n\
        \n\
        {facts}\n\
        \n\
        Das Programm zeigt dieselben zwei Wörter an. Vergleichen Sie sie, dann geben\n\
        Sie frei oder lehnen ab:\n\
        \n\
        {link}\n\
        \n\
        Wenn Sie das nicht erwarten, lehnen Sie ab: Vielleicht hat jemand die Zugangsdaten\n\
        des Programms. Hier können Sie sie beenden:\n\
        \n\
        {origin}/security/api-keys",
    approval_facts: "\
        \x20   {summary}\n\
        \n\
        \x20   Aktion:  {action}\n\
        \x20   Wörter:  {words}\n\
        \x20   Von:     {from}\n\
        \x20   Zeit:    {at}",
    approval_by_key: "API-Schlüssel „{key}“, {address}",
    approval_by_password: "ein Programm mit dem Passwort, {address}",
    more_subject: "{count} weitere: {subject}",
    more: "\
        In der Stunde vom {since}\n\
        bis zum {until} ist bei Ihrem Konto Folgendes öfter geschehen,\n\
        als wir einzeln melden:\n\
        \n\
        \x20   {subject}\n\
        \n\
        {not_sent}",
    not_sent: Plural {
        one: "Nach zehn Mails wurde eine weitere nicht gesendet.",
        other: "Nach zehn Mails wurden {count} weitere nicht gesendet.",
    },
    event: "\
        {happened}\n\
        \n\
        Waren Sie es, müssen Sie nichts tun. Waren Sie es nicht, melden Sie sich an, ändern\n\
        Sie Ihr Passwort und sehen Sie Ihre Geräte durch:\n\
        \n\
        {origin}/security",
    event_or_freeze: "\
        {happened}\n\
        \n\
        Waren Sie es, müssen Sie nichts tun. Waren Sie es nicht, frieren Sie Ihr Konto ein:\n\
        Alles, was angemeldet ist, endet, und Sie wählen ein neues Passwort.\n\
        \n\
        {link}",
    not_me: "\
        {text}\n\
        \n\
        Glauben Sie, dass jemand anderes Ihr Konto benutzt, frieren Sie es ein: Alles, was\n\
        angemeldet ist, endet, und Sie wählen ein neues Passwort.\n\
        \n\
        {link}",
    test_subject: "Test-E-Mail von {product}",
    test: "\
        Der Betreiber von {product} hat diese E-Mail am {at} gesendet,\n\
        um zu sehen, ob E-Mails ankommen. Es ist nichts zu tun.",
    letter: "\
        Guten Tag,\n\
        \n\
        {text}\n\
        \n\
        {product}\n\
        {origin}\n",
};
