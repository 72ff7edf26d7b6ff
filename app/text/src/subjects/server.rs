//! Sentences that only the server uses: error pages, files and dates.

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
