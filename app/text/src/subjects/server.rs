//! What only the server says: error pages, mails, files, dates.

subject! {
    /// What the server says when no page of the app can.
    error_pages {
        /// Before the number that the operator finds in the log.
        request,
        not_possible[title text],
        too_slow[title text],
        too_much[title text],
        too_long[title text],
        misdirected[title text],
    }
}

subject! {
    /// Subjects and texts; lines end where a mail reader may not wrap them.
    mail {
        confirm_subject(product),
        confirm(product, link),
        member_subject(product),
        member(product, at, origin),
        locked_subject(product),
        locked(at, address, origin),
        device_added_subject(product),
        device_added(device, at),
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
    /// Dates where the browser’s `Intl` does not write them.
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
    /// A browser, as people recognise it.
    agent {
        unknown,
        on(browser, system),
    }
}
