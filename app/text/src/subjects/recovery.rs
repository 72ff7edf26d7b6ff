//! The sheet of recovery codes, on the screen and on paper.

subject! {
    /// The sheet of recovery codes and the number of unused ones.
    recovery_codes {
        title,
        keep_title,
        keep_lead,
        over[title text],
        keep_where,
        lead,
        not_saved[title text],
        leave,
        stay,
        type_back,
        type_back_hint,
        type_back_button,
        saved,
        done,
        wrong,
        none[title text],
        make_new[title text],
        make_new_button,
        never_saved,
        low,
        not_shown_again,
        sheet_note,
        shown_until { time },
        saved_at { time },
        left[none count],
        /// The first line of the printed sheet.
        sheet_title(product),
        sheet_about(email, date),
    }
}
