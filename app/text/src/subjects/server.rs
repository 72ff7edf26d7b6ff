//! Sentences that only the server uses: error pages, mails, files and dates.

subject! {
    /// Error pages outside the app.
    error_pages {
        /// The label of the request id, which the operator finds in the log.
        request,
        not_possible[title text],
        too_slow[title text],
        too_much[title text],
        too_long[title text],
        misdirected[title text],
    }
}

subject! {
    /// Subjects and texts of mails. Lines are broken here, because not every mail reader wraps them.
    mail {
        confirm_subject(product),
        confirm(product, link),
        member_subject(product),
        member(product, at, origin),
        locked_subject(product),
        locked(at, address, origin),
        device_added_subject(product),
        device_added(device, at),
        colleague_added_subject(product),
        colleague_added(device, holder, email, may, at),
        colleague_changes_security,
        colleague_signs_in_only,
        enrolment_link_subject(member, product),
        enrolment_link(member, email, product, link),
        enrolment_code_subject(product),
        enrolment_code(code, member, product),
        device_waits_subject(holder, product),
        device_waits(device, holder, at, link),
        device_removed_subject(product),
        device_removed(device, at),
        two_factor_on_subject(product),
        two_factor_on(at),
        two_factor_off_subject(product),
        two_factor_off(at),
        code_used_subject(product),
        code_used(at, left),
        codes_left[none count],
        codes_replaced_subject(product),
        codes_replaced(at),
        unknown_browser_subject(product),
        unknown_browser(agent, address, at),
        password_changed_subject(product),
        password_changed(at),
        key_made_subject(product),
        key_made(key, at),
        key_revoked_subject(product),
        key_revoked(key, by, at),
        keys_covered_subject(product),
        keys_covered(keys, at, origin),
        every_call_covered_subject(product),
        every_call_covered(keys, by, at, origin),
        machine_added_subject(product),
        machine_added(key, at),
        machine_removed_subject(product),
        machine_removed(key, at),
        key_suspended_subject(product),
        key_suspended(key, address, at, origin),
        key_ended_subject(product),
        key_ended(key, address, at, origin),
        invited_subject(product),
        invited(by, email, role, product, link),
        invited_elsewhere_subject(product),
        invited_elsewhere(by, at, product),
        member_joined_subject(name, product),
        member_joined(name, email, at),
        role_changed_subject(product),
        role_changed(role, by, at),
        role_owner,
        role_admin,
        role_member,
        member_removed_subject(product),
        member_removed(by, at),
        member_left_subject(product),
        member_left(at),
        reminder_subject(product),
        reminder(by, origin),
        reset_started_subject(product),
        reset_started(who, reason, date, link),
        reset_by(name),
        reset_by_operator,
        reset_read_subject(product),
        reset_read(who, at, origin),
        reset_stopped_subject(product),
        reset_stopped(member, at),
        policy_changed_subject(product),
        policy_changed(by, at, what, origin),
        policy_due(date),
        policy_keys(keys),
        two_factor_due_subject(product),
        two_factor_due(date, origin),
        mailbox_code_subject(product),
        mailbox_code(code, product),
        approval_subject(action, product),
        approval(facts, link, origin),
        approval_facts(summary, action, words, from, at),
        approval_by_key(key, address),
        approval_by_password(address),
        more_subject(count, subject),
        more(since, until, subject, not_sent),
        not_sent[count],
        event(happened, origin),
        letter(text, product, origin),
    }
}

subject! {
    /// The recovery codes as a text file.
    codes_file {
        name,
        text(product, email, date, codes, origin),
    }
}

subject! {
    /// Date formats for the server; browsers use `Intl`.
    calendar {
        january,
        february,
        march,
        april,
        may,
        june,
        july,
        august,
        september,
        october,
        november,
        december,
        date(day, month, year),
    }
}

subject! {
    /// Descriptions of browsers.
    agent {
        unknown,
        on(browser, system),
    }
}
